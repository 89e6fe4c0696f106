import { QueryFailedError } from 'typeorm';

/** Primary result codes (sqlite.org/rescode.html). */
export const sqliteCodes = {
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
} as const;

/** Of what node:sqlite throws, also inside of TypeORM's error; null: not SQLite's. */
export function sqliteCodeOf(error: unknown): number | null {
  const thrown: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return null;
  // The upper bytes say more than anybody asks here.
  return thrown.errcode & 0xff;
}
