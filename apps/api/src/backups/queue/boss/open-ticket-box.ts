import { Logger } from '@nestjs/common';
import type { ConnectionSettings } from '@stowbase/postgres';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { PatientClient } from '../../../database/patient-client';
import { longest, postgresOptions } from '../../../database/postgres-options';
import { StartError } from '../../../errors/start-error';
import type { Ticket, Waiting } from '../../transitions/claim';
import { queueSchema } from './queue-schema';
import type { HeldTicket, LyingTicket, TicketBox } from './ticket-box';

const queue = 'runs';

/**
 * `exclusive`: of each project one ticket at most, lying or taken. A worker that isn't heard of for ten minutes has lost its ticket, once;
 * ours notice it earlier, by the lease. A day less a second is the most that pg-boss allows, and an hour more than MAX_RUN_HOURS.
 */
const rules = {
  retryLimit: 1,
  retryDelay: 0,
  heartbeatSeconds: 600,
  expireInSeconds: 86_399,
  deleteAfterSeconds: 3_600,
} as const;

/** What tells of one ticket when it is settled: it may be another's by then. */
const attempt = ({ id, retryCount }: HeldTicket): { id: string; retryCount: number } => ({ id, retryCount });

/**
 * pg-boss on two connections of its own to the records' server. Loaded here only: the service that keeps its records in SQLite never has it
 * in memory.
 * @param connection `tls.mode` settled
 * @throws StartError `QUEUE_NOT_READY`
 */
export async function openTicketBox(connection: ConnectionSettings): Promise<TicketBox> {
  const { PgBoss } = await import('pg-boss');
  const { host, port, user, database } = connection;
  const boss = new PgBoss({
    // Of node-postgres's pool, to which pg-boss hands everything on.
    ...({ Client: PatientClient } as object),
    host,
    port,
    user,
    database,
    // A function, so that neither PGPASSWORD nor ~/.pgpass is looked at.
    password: () => connection.password ?? '',
    ssl: postgresOptions(connection, 'short').ssl,
    application_name: 'stowbase-queue',
    connectionTimeoutMillis: longest.connecting,
    options: `-c statement_timeout=${longest.statement} -c lock_timeout=${longest.lock}`,
    max: 2,
    schema: queueSchema,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  const logger = new Logger('Queue');
  // Without a listener an error would end the process. What was asked of it is told to whoever asked.
  boss.on('error', (error: unknown) => logger.debug(`pg-boss: ${error instanceof Error ? error.message : ''}`));
  try {
    await boss.start();
    await boss.createQueue(queue, { policy: 'exclusive', ...rules });
    await boss.updateQueue(queue, rules);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw new StartError(
      'QUEUE_NOT_READY',
      `The tables of the queue can't be made in ${connection.database}: ${error instanceof Error ? error.message : String(error)}.`,
      'Let the user of DATABASE_URL make schemas there: GRANT CREATE ON DATABASE … TO ….',
      error,
    );
  }
  return new BossTicketBox(boss);
}

class BossTicketBox implements TicketBox {
  constructor(private readonly boss: PgBoss) {}

  async put({ projectId, backupId, attempt }: Waiting): Promise<boolean> {
    const ticket: Ticket = { backupId, attempt };
    return (await this.boss.send(queue, ticket, { singletonKey: projectId })) !== null;
  }

  async take(): Promise<HeldTicket | null> {
    const [job] = await this.boss.fetch<Ticket>(queue);
    return job ?? null;
  }

  async touch(ticket: HeldTicket): Promise<void> {
    await this.boss.touch(queue, attempt(ticket));
  }

  async tear(ticket: HeldTicket): Promise<void> {
    await this.boss.deleteJob(queue, attempt(ticket));
  }

  async find(projectId: string): Promise<LyingTicket | null> {
    const jobs = await this.boss.findJobs<Ticket>(queue, { key: projectId });
    const job = jobs.find(({ state }) => state === 'created' || state === 'retry' || state === 'active');
    return job === undefined ? null : lying(job);
  }

  async close(): Promise<void> {
    await this.boss.stop({ timeout: 1_000 });
  }
}

const lying = ({ id, retryCount, data, state, startedOn }: JobWithMetadata<Ticket>): LyingTicket => ({
  id,
  retryCount,
  data,
  takenAt: state === 'active' ? startedOn : null,
});
