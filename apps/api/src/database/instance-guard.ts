import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../errors/start-error';

/**
 * One process only for a data folder: an exclusive transaction that lasts as long as the process, in a folder that nothing else opens
 * (reading the file by `fs` in this process would drop the lock: POSIX locks belong to the process).
 */
export class InstanceGuard {
  private constructor(private readonly database: DatabaseSync) {}

  /** @throws StartError `ALREADY_RUNNING` */
  static take(dataFolder: string): InstanceGuard {
    const folder = join(dataFolder, 'lock');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      database.close();
      throw new StartError(
        'ALREADY_RUNNING',
        `Another Stowbase process uses the data folder ${dataFolder}.`,
        'Stop the other one, or give this one a DATA_DIR of its own.',
        cause,
      );
    }
    return new InstanceGuard(database);
  }

  release(): void {
    this.database.close();
  }
}
