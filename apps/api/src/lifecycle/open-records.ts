import type { Config } from '../config/config';
import type { Database } from '../database/database';
import { InstanceGuard } from '../database/instance-guard';
import { openDatabase } from '../database/open-database';
import type { Place } from '../database/place';
import { PostgresGuard } from '../database/postgres-guard';
import { reachServer } from '../database/reach-server';
import type { Log } from '../logging/log';
import { openSecretBox } from '../secrets/open-secret-box';
import type { SecretBox } from '../secrets/secret-box';

export interface Records {
  readonly database: Database;
  readonly secrets: SecretBox;
  close(): Promise<void>;
}

/**
 * Guard → open → copy and migrate, if that is due → the key.
 * @param onTaken the records are another process's now: ours must end at once
 * @throws StartError
 */
export async function openRecords(config: Config, log: Log, onTaken: () => void): Promise<Records> {
  const { place, release } = await guard(config, onTaken);
  const database = await openDatabase(place);
  const secrets = await openSecretBox(config, database, (text) => log.warn({ from: 'Key' }, text));
  return {
    database,
    secrets,
    async close() {
      await database.close();
      await release();
    },
  };
}

async function guard(
  { database: place, dataFolder }: Config,
  onTaken: () => void,
): Promise<{ place: Place; release: () => Promise<void> | void }> {
  if (place.engine === 'sqlite') {
    const guarding = InstanceGuard.take(dataFolder);
    return { place, release: () => guarding.release() };
  }
  const connection = await reachServer(place.connection);
  const guarding = await PostgresGuard.take(connection, onTaken);
  return { place: { engine: 'postgres', connection }, release: () => guarding.release() };
}
