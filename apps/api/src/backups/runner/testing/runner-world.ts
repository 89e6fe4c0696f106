import { randomUUID } from 'node:crypto';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { drivers, type Storage } from '@stowbase/storage';
import pg from 'pg';
import { EventHub, type ApiEvent } from '../../../events/event-hub';
import { Outgoing } from '../../../outgoing/outgoing';
import { Project } from '../../../projects/project.entity';
import { Projects } from '../../../projects/projects.service';
import { passwordPlace } from '../../../projects/stored-connection';
import { SecretBox, type SecretPlace } from '../../../secrets/secret-box';
import type { Backup } from '../../backup.entity';
import { RunLogs } from '../../log/run-logs';
import { ProgressHub } from '../../progress/progress-hub';
import { TableQueue } from '../../queue/table-queue';
import { RecoveryKeys } from '../../recovery-keys/recovery-keys.service';
import { RunLogLine } from '../../run-log.entity';
import { openRunWorld, type RunWorld } from '../../testing/run-world';
import { until } from '../../testing/until';
import type { NewRun } from '../../transitions/claim';
import { BackupRunner } from '../backup-runner';
import { EndOfRun } from '../end-of-run';

/** A password with everything that needs escaping somewhere. */
export const canary = `c4nary/S3CRET:@"\\'%é?`;

/** The real runner behind the real queue, over real tables and a real PostgreSQL; only the destinations are the test's. */
export interface RunnerWorld extends RunWorld {
  readonly source: FixtureSource;
  readonly runner: BackupRunner;
  readonly events: ApiEvent[];
  /** Called at once, with every event from now on. */
  onEvent(heard: (event: ApiEvent) => void): void;
  readonly config: { clientDirs: string[]; stallSeconds: number; maxRunHours: number };
  /** A project whose connection is the source's, with the canary as its password. */
  readonly project: { id: string; name: string };
  /** Where a change of the project's connection goes. */
  changeProject(change: Partial<Project>): Promise<void>;
  destination(storage: Storage, name?: string): Promise<{ id: string; name: string }>;
  /** A folder of this machine as a destination. */
  folder(path: string): Promise<Storage>;
  enqueue(change: Partial<NewRun>): Promise<Backup>;
  /** The row when the run has ended. */
  ended(id: string): Promise<Backup>;
  /** Runs a backup to its end. */
  backUp(change: Partial<NewRun>): Promise<Backup>;
  log(id: string): Promise<RunLogLine[]>;
  /** Resolves when the log of the run has such a line. */
  logged(id: string, text: RegExp | string): Promise<RunLogLine>;
  /** Sessions of Stowbase at the source's server. */
  sessions(): Promise<number>;
  stop(): Promise<void>;
}

export async function runnerWorld(): Promise<RunnerWorld> {
  const source = await fixtureSource();
  await source.server.with(source.server.superuser.user, 'postgres', async (client) => {
    await client.query(`ALTER ROLE postgres PASSWORD ${pg.escapeLiteral(canary)}`);
  });
  source.server.passwords.set('postgres', canary);
  await source.sql(`CREATE TABLE public.ledger (id int PRIMARY KEY, note text);
    INSERT INTO public.ledger SELECT g, md5(g::text) || md5((g + 1)::text) FROM generate_series(1, 40000) g`);
  const world = await openRunWorld({ retryAfterMs: 0 });
  const { database, transitions } = world;
  const box = new GlassBox();
  const hub = new EventHub();
  const events: ApiEvent[] = [];
  hub.events.subscribe((event) => void events.push(event));
  const storages = new Map<string, Storage>();
  const config = { clientDirs: [] as string[], stallSeconds: 60, maxRunHours: 1 };
  const runner = new BackupRunner(
    database,
    new Projects(database, box),
    { open: (id) => Promise.resolve(storages.get(id) as Storage) },
    new Outgoing({ allowPrivateNetworks: true }),
    new RecoveryKeys(database),
    transitions,
    new ProgressHub(database, hub, () => performance.now() / 1000),
    new RunLogs(database, hub),
    new EndOfRun(database, transitions),
    config,
  );
  const times = { pollMs: 20, lookMs: 10, renewMs: 5_000, leaseMs: 30_000, graceMs: 60_000, abortMs: 10_000 };
  const queue = new TableQueue(transitions, world.changed, runner, times);
  await queue.start();
  const project = await world.addProject('Shop');
  const changeProject = (change: Partial<Project>): Promise<void> =>
    database.write(async (manager) => void (await manager.update(Project, { id: project.id }, change)));
  const { host, port } = source.settings;
  const password = box.seal(canary, passwordPlace(project.id));
  await changeProject({ host, port, username: 'postgres', password, tlsMode: 'disable' });

  const enqueue: RunnerWorld['enqueue'] = async (change) =>
    transitions.enqueue(await world.request({ project, ...change }));
  const ended: RunnerWorld['ended'] = (id) =>
    until(async () => {
      const row = await world.run(id);
      return ['queued', 'running', 'committing'].includes(row.status) ? null : row;
    });
  const log: RunnerWorld['log'] = (backupId) =>
    database.read.find(RunLogLine, { where: { backupId }, order: { id: 'ASC' } });
  return {
    ...world,
    source,
    runner,
    events,
    onEvent: (heard) => void hub.events.subscribe(heard),
    config,
    project,
    changeProject,
    destination: async (storage, name) => {
      const destination = await world.addDestination(name ?? `Disk ${randomUUID()}`);
      storages.set(destination.id, storage);
      return destination;
    },
    folder: (path) => {
      const driver = drivers.find(({ type }) => type === 'local_mapped')!;
      const context = {
        connect: () => Promise.reject(new Error('no network')),
        localRoots: [path],
        forbiddenRoots: [],
      };
      return driver.open({ path }, context);
    },
    enqueue,
    ended,
    backUp: async (change) => ended((await enqueue(change)).id),
    log,
    logged: (id, text) => until(async () => (await log(id)).find((line) => line.text.match(text) !== null)),
    sessions: () =>
      source.server.with('supabase_admin', 'postgres', async (client) => {
        const { rows } = await client.query<{ count: number }>(
          "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'stowbase%'",
        );
        return rows[0]!.count;
      }),
    stop: async () => {
      await Promise.all([queue.stop(), queue.stop()]);
      await world.close();
      await source.stop();
    },
  };
}

/** Hides nothing: what is sealed is for the box's own tests. */
class GlassBox extends SecretBox {
  seal(plain: string, place: SecretPlace): Buffer {
    return Buffer.from(JSON.stringify([place.table, place.column, place.rowId, plain]));
  }

  open(sealed: Buffer): string {
    return (JSON.parse(sealed.toString()) as string[])[3]!;
  }
}
