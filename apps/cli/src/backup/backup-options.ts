import { InvalidArgumentError } from 'commander';
import type { Compression } from '@stowbase/archive';
import { wholeNumber } from '../common-flags';
import type { DatabaseOptions } from '../database-flags';
import type { CommonOptions } from '../shell';

/** What `stowbase backup` was asked for, as commander hands it over. */
export interface BackupOptions extends CommonOptions, DatabaseOptions {
  out: string[];
  type: 'full' | 'schema' | 'data';
  compression: Compression;
  history: boolean;
  largeObjects: boolean;
  excludeSchema: string[];
  excludeTable: string[];
  jobs: number | 'auto';
  recipient: string[];
  recipientsFile?: string;
  lockWait: number;
}

/** `zstd`, `gzip`, `zstd:19`: method and level. */
export function compressionOf(text: string): Compression {
  const [, method, level] = /^(zstd|gzip)(?::(\d{1,2}))?$/.exec(text) ?? [];
  if (method !== 'zstd' && method !== 'gzip')
    throw new InvalidArgumentError(
      'It must be zstd or gzip, with a level if you like: zstd:1 to zstd:19, gzip:1 to gzip:9.',
    );
  const { standard, most } = LEVELS[method];
  const chosen = level === undefined ? standard : Number(level);
  if (chosen < 1 || chosen > most) throw new InvalidArgumentError(`The level of ${method} goes from 1 to ${most}.`);
  return { method, level: chosen };
}

const LEVELS = { zstd: { standard: 3, most: 19 }, gzip: { standard: 6, most: 9 } } as const;

/** `auto` or a number. */
export const jobsOf = (text: string): number | 'auto' => (text === 'auto' ? text : wholeNumber(1, 32)(text));

/** A schema name or pattern. */
export function schemaPattern(value: string, before: readonly string[]): string[] {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return [...before, value];
}

/** `schema.table`: without its schema a table is not one. */
export function tablePattern(value: string, before: readonly string[]): string[] {
  if (!/^.+\..+$/s.test(value)) throw new InvalidArgumentError('Write it as schema.table (* and ? are wildcards).');
  return [...before, value];
}
