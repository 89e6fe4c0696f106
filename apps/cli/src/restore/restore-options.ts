import { InvalidArgumentError } from 'commander';
import type { DatabaseOptions } from '../database-flags';
import type { CommonOptions } from '../shell';

/** What `stowbase restore` was asked for, as commander hands it over. */
export interface RestoreOptions extends CommonOptions, DatabaseOptions {
  plan: boolean;
  yesRestoreInto?: string;
  intoNonempty: boolean;
  replace: boolean;
  safetyOut?: string;
  jobs?: number;
  resume: boolean;
  only: string[];
  identity?: string;
  expectSha256?: string;
  allowOlderServer: boolean;
  lockWait: number;
}

/** A whole-file SHA-256 as `stowbase backup` and `stowbase verify` print it; in lower case. */
export function sha256Hex(value: string): string {
  if (!/^[0-9a-f]{64}$/i.test(value))
    throw new InvalidArgumentError('It must be the 64 hexadecimal digits that backup and verify print.');
  return value.toLowerCase();
}

/** A name that is compared exactly; an empty one can't be meant. */
export function nonEmpty(value: string): string {
  if (value === '') throw new InvalidArgumentError('It is empty.');
  return value;
}
