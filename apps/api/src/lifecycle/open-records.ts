import type { Config } from '../config/config';
import type { Database } from '../database/database';
import { openDatabase } from '../database/open-database';
import type { Log } from '../logging/log';
import { openSecretBox } from '../secrets/open-secret-box';
import type { SecretBox } from '../secrets/secret-box';
import { crashPoint } from './crash-point';
import { guardRecords } from './guard-records';
import { tidyUpHourly } from './tidy-up-hourly';

export interface Records {
  readonly database: Database;
  readonly secrets: SecretBox;
  close(): Promise<void>;
}

/**
 * Guard → open → copy and migrate, if that is due → the key. On a server one process after the other.
 * @param onTaken the records are another version's now: ours must end at once
 * @throws StartError
 */
export async function openRecords(config: Config, log: Log, onTaken: () => void): Promise<Records> {
  const guarding = await guardRecords(config, { onTaken });
  crashPoint('start/guarded');
  const beforeChange = (): Promise<void> => guarding.demandAlone();
  const database = await openDatabase(guarding.place, { beforeChange });
  crashPoint('start/migrated');
  const secrets = await openSecretBox(config, database, (text) => log.warn({ from: 'Key' }, text), beforeChange);
  await guarding.started();
  crashPoint('start/key-proven');
  const endTidying = tidyUpHourly(database, log);
  return {
    database,
    secrets,
    async close() {
      endTidying();
      await database.close();
      await guarding.release();
    },
  };
}
