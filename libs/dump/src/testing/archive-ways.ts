import type { FixtureName } from '@stowbase/postgres/testing';

export type ArchiveWay = 'zstd' | 'gzip' | 'age';

const all = process.env['STOWBASE_TEST_ALL'] === '1';

/** How a fixture's archive is packed in round trips: each way with one of the fixtures, and with the long forms with both. */
export function archiveWays(fixture: FixtureName): ArchiveWay[] {
  if (all) return ['zstd', 'gzip', 'age'];
  return fixture === 'plain' ? ['gzip'] : ['zstd', 'age'];
}
