import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import type { Settings } from './merge-settings';

/** A destination that the environment defines. Its settings are as they were given: nobody has checked them yet. */
export interface EnvironmentEntry {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly settings: Settings;
}

/** What the environment defines, in memory only: secrets of it never reach the database. */
@Injectable()
export class EnvironmentSettings {
  private readonly byId: ReadonlyMap<string, EnvironmentEntry>;

  constructor(@Inject(CONFIG) config: Config) {
    this.byId = new Map(
      config.envDestinations.map((given) => {
        const id = environmentId(given.type, given.name);
        return [id, { ...given, id }];
      }),
    );
  }

  all(): EnvironmentEntry[] {
    return [...this.byId.values()];
  }

  find(id: string): EnvironmentEntry | undefined {
    return this.byId.get(id);
  }
}

const namespace = 'stowbase:destination-from-the-environment';

/** The same after each start, so that copies find their destination again: a UUID of version 5's form (RFC 9562) over type and name. */
export function environmentId(type: string, name: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([namespace, type, name]))
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
