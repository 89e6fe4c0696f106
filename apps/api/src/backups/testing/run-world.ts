import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../../accounts/audit-log';
import type { Database } from '../../database/database';
import { openDatabase } from '../../database/open-database';
import type { Place } from '../../database/place';
import { Destination } from '../../storage/destination.entity';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { CopyTransitions } from '../copies/copy-transitions';
import { standardOptions } from '../backup-options';
import { insertDestination, insertProject } from './rows';
import type { NewRun, RunFacts } from '../transitions/claim';
import { DatabaseClock } from '../transitions/database-clock';
import { RunChanged } from '../transitions/run-changed';
import { standardPolicy, type RunPolicy } from '../transitions/run-policy';
import { RunTransitions } from '../transitions/run-transitions';
import { StoredTotals } from '../transitions/stored-totals';

/** The database's clock, and so much more: for leases that end without waiting. */
export class TestClock extends DatabaseClock {
  aheadMs = 0;

  override async now(manager: EntityManager): Promise<Date> {
    return new Date((await super.now(manager)).getTime() + this.aheadMs);
  }
}

class CountedTotals extends StoredTotals {
  async noteStored(
    manager: EntityManager,
    id: string,
    { copies, bytes }: { copies: number; bytes: number },
  ): Promise<void> {
    await manager.increment(Destination, { id }, 'totalBackups', copies);
    await manager.increment(Destination, { id }, 'totalSize', bytes);
  }
}

/** The real tables with everything that changes a run's state, without the rest of the service. */
export interface RunWorld {
  readonly database: Database;
  readonly clock: TestClock;
  readonly changed: RunChanged;
  readonly transitions: RunTransitions;
  readonly copyTransitions: CopyTransitions;
  readonly totals: StoredTotals;
  readonly policy: RunPolicy;
  addProject(name?: string): Promise<{ id: string; name: string }>;
  addDestination(name?: string): Promise<{ id: string; name: string }>;
  /** Asks for a backup; what isn't said is made up. */
  request(change?: Partial<NewRun>): Promise<NewRun>;
  run(id: string): Promise<Backup>;
  copies(id: string): Promise<BackupCopy[]>;
  close(): Promise<void>;
}

export async function openRunWorld(policy: Partial<RunPolicy> = {}, place?: Place): Promise<RunWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-runs-'));
  const database = await openDatabase(place ?? { engine: 'sqlite', folder });
  const clock = new TestClock();
  const changed = new RunChanged();
  const totals = new CountedTotals();
  const whole: RunPolicy = { ...standardPolicy, limit: 2, random: () => 0, ...policy };
  const transitions = new RunTransitions(database, clock, whole, totals, new AuditLog(), changed);
  const copyTransitions = new CopyTransitions(database, clock, whole, totals, new AuditLog(), changed);
  const addProject: RunWorld['addProject'] = (name) => insertProject(database, name);
  const addDestination: RunWorld['addDestination'] = (name) => insertDestination(database, name);
  return {
    database,
    clock,
    changed,
    transitions,
    copyTransitions,
    totals,
    policy: whole,
    addProject,
    addDestination,
    request: async (change = {}) => ({
      project: change.project ?? (await addProject()),
      trigger: 'manual',
      type: 'full',
      options: standardOptions,
      recipients: [],
      destinations: change.destinations ?? [await addDestination()],
      actor: null,
      ...change,
    }),
    run: (id) => database.read.findOneByOrFail(Backup, { id }),
    copies: (backupId) =>
      database.read.find(BackupCopy, { where: { backupId }, order: { attempt: 'ASC', destinationName: 'ASC' } }),
    close: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const someFacts: RunFacts = {
  snapshotTime: new Date('2026-11-26T02:00:00Z'),
  rawBytes: 5000,
  storedBytes: 1024,
  sha256: 'a'.repeat(64),
  gaps: [],
  contents: null,
  profile: null,
};
