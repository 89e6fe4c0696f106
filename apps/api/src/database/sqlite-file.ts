import { statSync } from 'node:fs';
import { StartError } from '../errors/start-error';
import { namesOf, refuseNewer, type Migrations } from './migrate';
import { NodeSqlite } from './sqlite-driver';
import { sqliteCodeOf, sqliteCodes } from './sqlite-error';

/** Larger files would keep the start waiting. Bytes. */
const longestCheck = 256 * 1024 * 1024;

/**
 * Looks at the file before anything is written into it. @returns the names of the migrations it has had; empty: there is no database yet
 * @throws StartError `DATABASE_DAMAGED`, `DATABASE_READ_ONLY`, `DATABASE_NEWER`; the file is as it was
 */
export function inspectFile(file: string, migrations: Migrations): string[] {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.size === 0) return [];
  // The superuser could write all the same, but somebody has said that nothing is to be written.
  if ((found.mode & 0o200) === 0) throw readOnly(file);
  try {
    const applied = readApplied(file, found.size <= longestCheck);
    refuseNewer(applied, namesOf(migrations), file);
    return applied;
  } catch (error) {
    throw error instanceof StartError ? error : translateFileError(error, file);
  }
}

/** What SQLite says about the file, in our words. */
export function translateFileError(error: unknown, file: string): unknown {
  switch (sqliteCodeOf(error)) {
    case sqliteCodes.corrupt:
    case sqliteCodes.notADatabase:
      return damaged(file, error instanceof Error ? error.message : '', error);
    case sqliteCodes.readOnly:
      return readOnly(file, error);
    case sqliteCodes.cantOpen:
    case sqliteCodes.ioError:
      return new StartError(
        'DATABASE_UNREADABLE',
        `${file} can't be opened.`,
        "Look at the disk, and at the folder's owner and rights.",
        error,
      );
    case sqliteCodes.full:
      return new StartError('DISK_FULL', `The disk of ${file} is full.`, 'Make room and start again.', error);
    default:
      return error;
  }
}

function readApplied(file: string, whole: boolean): string[] {
  const database = new NodeSqlite(file, { readonly: true });
  try {
    if (whole) {
      const [row] = database.pragma('quick_check(1)') as { quick_check: string }[];
      if (row?.quick_check !== 'ok') throw damaged(file, row?.quick_check ?? '');
    }
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = 'migrations'").all();
    if (tables.length === 0) return [];
    const rows = database.prepare('SELECT name FROM migrations ORDER BY id').all() as { name: string }[];
    return rows.map(({ name }) => name);
  } finally {
    database.close();
  }
}

const damaged = (file: string, words: string, cause?: unknown): StartError =>
  new StartError(
    'DATABASE_DAMAGED',
    `${file} is damaged: ${words.split('\n')[0] ?? ''}.`,
    'Put back a copy of it (the folder "copies" beside it has those made before updates). Nothing was changed.',
    cause,
  );

const readOnly = (file: string, cause?: unknown): StartError =>
  new StartError(
    'DATABASE_READ_ONLY',
    `${file} may only be read.`,
    'Give the user that runs Stowbase the right to write it. Nothing was changed.',
    cause,
  );
