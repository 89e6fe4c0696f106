import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';

export interface Argon2Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's first choice of 2025; about 30 ms and 19 MiB each. */
export const currentCost: Argon2Cost = { memory: 19_456, passes: 2, parallelism: 1 };

const derive = promisify(argon2);

@Injectable()
export class Argon2id {
  /** 32 bytes. Runs in the thread pool. */
  async derive(password: string, salt: Buffer, cost: Argon2Cost): Promise<Buffer> {
    return derive('argon2id', { message: Buffer.from(password, 'utf8'), nonce: salt, tagLength: 32, ...cost });
  }
}
