import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { fail } from '../accounts.errors';
import { Argon2id, currentCost } from './argon2id';
import { readPhc, writePhc, type PasswordHash } from './phc-string';

/** At once: hashing shares the thread pool with files and compression. */
const atOnce = 2;
const longestQueue = 20;

/** The `passwordHash` of somebody who hasn't chosen a password yet: nothing matches it. */
export const noPassword = '!';

/** Passwords as they are stored. The same text typed on another keyboard (composed or not) is the same password. */
@Injectable()
export class Passwords {
  private readonly limit = pLimit(atOnce);
  /** Checked against when there is no user: the same work as for a wrong password. */
  private readonly nobody: PasswordHash = { cost: currentCost, salt: randomBytes(16), hash: randomBytes(32) };

  constructor(private readonly argon2id: Argon2id) {}

  /** @throws ApiError `BUSY` */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const hash = await this.derive(password, { cost: currentCost, salt });
    return writePhc({ cost: currentCost, salt, hash });
  }

  /**
   * @param kept PHC string; null: there is no such user
   * @throws ApiError `BUSY`
   */
  async matches(password: string, kept: string | null): Promise<boolean> {
    const known = kept === null ? null : readPhc(kept);
    const against = known ?? this.nobody;
    const same = timingSafeEqual(await this.derive(password, against), against.hash);
    return same && known !== null;
  }

  private async derive(password: string, { cost, salt }: Omit<PasswordHash, 'hash'>): Promise<Buffer> {
    if (this.limit.pendingCount >= longestQueue) {
      throw fail('BUSY', 'Too many sign-ins are being checked at this moment.', {
        nextStep: 'Try again in a few seconds.',
        headers: { 'Retry-After': '2' },
      });
    }
    return this.limit(() => this.argon2id.derive(password.normalize('NFC'), salt, cost));
  }
}
