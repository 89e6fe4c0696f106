import { existsSync } from 'node:fs';
import type { Config } from '../../config/config';
import type { Database } from '../../database/database';
import { openDatabase } from '../../database/open-database';
import { databaseFile } from '../../database/place';
import { StartError } from '../../errors/start-error';
import { guardRecords, type GuardedRecords } from '../../lifecycle/guard-records';
import { AdminError } from './admin-error';

/**
 * Runs `work` with the records of the installation, which no other process uses meanwhile.
 * @throws AdminError `SERVICE_RUNNING`, `NO_RECORDS`; StartError
 */
export async function withRecords<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  if (config.database.engine === 'sqlite' && !existsSync(databaseFile(config.dataFolder))) throw noRecords(config);
  const guarding = await guarded(config);
  try {
    const database = await openDatabase(guarding.place);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await guarding.release();
  }
}

async function guarded(config: Config): Promise<GuardedRecords> {
  try {
    return await guardRecords(config, { alone: true, onTaken: () => process.exit(1) });
  } catch (error) {
    if (!(error instanceof StartError) || error.code !== 'ALREADY_RUNNING') throw error;
    throw new AdminError('SERVICE_RUNNING', 'The service is running.', 'Stop it, run this again, and start it again.');
  }
}

const noRecords = ({ dataFolder }: Config): AdminError =>
  new AdminError(
    'NO_RECORDS',
    `There are no records in ${dataFolder}.`,
    'Set DATA_DIR (or DATABASE_URL) to what the service has, and run this as the user that it runs as.',
  );
