import type { Config } from '../config/config';
import { InstanceGuard } from '../database/instance-guard';
import { migrations } from '../database/migrations/migrations';
import type { Place } from '../database/place';
import { PostgresGuard } from '../database/postgres-guard';
import { reachServer } from '../database/reach-server';

export interface GuardedRecords {
  /** Where the records are; on a server with its TLS mode settled. */
  readonly place: Place;
  /** Before the tables are changed. @throws StartError `OTHERS_RUNNING` */
  demandAlone(): Promise<void>;
  /** The start is over: other processes may go on with theirs. */
  started(): Promise<void>;
  release(): Promise<void>;
}

export interface GuardRecordsOptions {
  /** The records are used by another version, or by somebody alone (a server that was away): ours must end at once. */
  readonly onTaken: () => void;
  /** On a server: no other process may use them meanwhile. In a folder there is never another one. */
  readonly alone?: boolean;
}

/**
 * From here on no other process uses the records in the folder; on a server only processes of the same version do.
 * @throws StartError `ALREADY_RUNNING`, `START_BLOCKED`, `DATABASE_UNREACHABLE`
 */
export async function guardRecords(
  { database: place, dataFolder }: Config,
  options: GuardRecordsOptions,
): Promise<GuardedRecords> {
  if (place.engine === 'sqlite') {
    const guarding = InstanceGuard.take(dataFolder);
    return {
      place,
      demandAlone: () => Promise.resolve(),
      started: () => Promise.resolve(),
      release: () => {
        guarding.release();
        return Promise.resolve();
      },
    };
  }
  const connection = await reachServer(place.connection);
  const guarding = await PostgresGuard.take(connection, { ...options, migrations });
  return {
    place: { engine: 'postgres', connection },
    demandAlone: () => guarding.demandAlone(),
    started: () => guarding.started(),
    release: () => guarding.release(),
  };
}
