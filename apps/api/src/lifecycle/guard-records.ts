import type { Config } from '../config/config';
import { InstanceGuard } from '../database/instance-guard';
import type { Place } from '../database/place';
import { PostgresGuard } from '../database/postgres-guard';
import { reachServer } from '../database/reach-server';

export interface GuardedRecords {
  /** Where the records are; on a server with its TLS mode settled. */
  readonly place: Place;
  release(): Promise<void>;
}

/**
 * From here on no other process uses the records.
 * @param onTaken another process has got them after all (a server that was away): ours must end at once
 * @throws StartError `ALREADY_RUNNING`, `DATABASE_UNREACHABLE`
 */
export async function guardRecords(
  { database: place, dataFolder }: Config,
  onTaken: () => void,
): Promise<GuardedRecords> {
  if (place.engine === 'sqlite') {
    const guarding = InstanceGuard.take(dataFolder);
    return {
      place,
      release: () => {
        guarding.release();
        return Promise.resolve();
      },
    };
  }
  const connection = await reachServer(place.connection);
  const guarding = await PostgresGuard.take(connection, onTaken);
  return { place: { engine: 'postgres', connection }, release: () => guarding.release() };
}
