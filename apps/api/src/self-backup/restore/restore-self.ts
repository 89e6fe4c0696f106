import { readFileSync } from 'node:fs';
import { ArchiveError, parseIdentityFile } from '@stowbase/archive';
import { ConfigProblems, StorageError } from '@stowbase/storage';
import { AdminError } from '../../accounts/admin/admin-error';
import { consoleActor } from '../../accounts/admin/console-actor';
import { AuditLog } from '../../accounts/audit-log';
import { ImportJob } from '../../catalogue/import-job.entity';
import { ClockWatch } from '../../retention/clock-watch';
import { newImport } from '../../catalogue/imports/new-import';
import type { Config } from '../../config/config';
import type { Database } from '../../database/database';
import { openDatabase } from '../../database/open-database';
import { guardRecords } from '../../lifecycle/guard-records';
import { StartError } from '../../errors/start-error';
import { Destination } from '../../storage/destination.entity';
import { emptyPlace, type EmptyPlace } from './empty-place';
import { openSource, type RestoreSource } from './open-source';
import { proveFile, type ProvenFile } from './prove-file';
import { putRows } from './put-rows';
import { serviceParts } from './service-parts';
import { settleKey } from './settle-key';

export interface RestoredSelf {
  readonly from: string;
  /** When the backup was made, ISO 8601. */
  readonly createdAt: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Where the key of the service was put; null: it was there, or comes from APP_KEY. */
  readonly keyFile: string | null;
  /** Destinations that the service looks through at its next start, for backups that these records don't know. */
  readonly imports: number;
}

/**
 * Puts the records of a service back, into an empty data folder or PostgreSQL database. All of the file is read and proven before anything is
 * written, and what is broken off leaves no records.
 * @param word a path, or `<type>:<key>`; see `openSource`
 * @param identityPath of the private key; null: the file isn't encrypted
 * @throws AdminError, StartError
 */
export async function restoreSelf(config: Config, word: string, identityPath: string | null): Promise<RestoredSelf> {
  try {
    const identities = identityPath === null ? [] : identitiesIn(identityPath);
    const source = await openSource(word, config);
    try {
      const file = await proveFile(source, identities);
      return await restore(config, source, file, identities);
    } finally {
      await source.close();
    }
  } catch (error) {
    throw translated(error);
  }
}

async function restore(
  config: Config,
  source: RestoreSource,
  file: ProvenFile,
  identities: readonly string[],
): Promise<RestoredSelf> {
  const key = settleKey(file, config);
  const guarding = await guardRecords(config, { alone: true, onTaken: () => process.exit(1) });
  let target: EmptyPlace | null = null;
  try {
    target = await emptyPlace(guarding.place, config.dataFolder);
    const before = await openDatabase(target.place, { migrations: file.migrations });
    await closing(before, (database) =>
      database.write(async (manager) => {
        await putRows(manager, serviceParts(source.bytes(), identities));
        // What was due while nothing ran is not made up for.
        const now = [new Date()];
        await manager.query(
          `UPDATE schedules SET effective_from = ${database.engine === 'postgres' ? '$1' : '?'}`,
          now,
        );
      }),
    );
    key.keep();
    // With the tables of this version: the service itself would do no other.
    const imports = await closing(await openDatabase(target.place), (database) => afterwards(database, file));
    target.finish();
    return { from: source.name, createdAt: file.head.createdAt, rows: file.rows, keyFile: key.putInto, imports };
  } catch (error) {
    target?.giveUp();
    throw error;
  } finally {
    await guarding.release();
  }
}

/** @returns how many destinations are looked through at the next start */
async function afterwards(database: Database, { head }: ProvenFile): Promise<number> {
  const destinations = await database.read.find(Destination, { where: { enabled: true, closing: false }, take: 100 });
  const now = await database.now();
  await database.write(async (manager) => {
    for (const destination of destinations) {
      await manager.insert(ImportJob, newImport(destination, 'add', consoleActor.name, now));
    }
    // A lock that was set since isn't in them, and a rule knows nothing of it.
    await new ClockWatch().restored(manager, now);
    const detail = { createdAt: head.createdAt, stowbase: head.stowbase };
    await new AuditLog().record(manager, { actor: consoleActor, action: 'service.restore', detail });
  });
  return destinations.length;
}

async function closing<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function identitiesIn(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new AdminError(
      'IDENTITY_UNREADABLE',
      `The key file ${path} can't be read.`,
      'Give the file with the private key.',
    );
  }
  return parseIdentityFile(text);
}

function translated(error: unknown): unknown {
  if (error instanceof StartError && error.code === 'ALREADY_RUNNING') {
    return new AdminError(
      'SERVICE_RUNNING',
      'The service is running.',
      'Stop it, and use an empty place for its records.',
    );
  }
  if (error instanceof ConfigProblems) {
    const what = error.problems.map(({ message }) => message).join(' ');
    return new AdminError('DESTINATION_NOT_SET', `The destination's variables are not right: ${what}`, 'Correct them.');
  }
  if (error instanceof ArchiveError || error instanceof StorageError) {
    return new AdminError(error.code, error.message, error.nextStep);
  }
  return error;
}
