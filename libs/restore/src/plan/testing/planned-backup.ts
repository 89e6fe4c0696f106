import { fileSource, openArchive, type Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { connect, type ConnectionSettings } from '@stowbase/postgres';
import { startScratchServer, type FixtureName, type ScratchServer } from '@stowbase/postgres/testing';
import type { PlanRequest } from '../../request';
import { readTarget } from '../../target/read-target';
import type { TargetFacts } from '../../target/target-facts';
import { planOf } from '../plan-of';
import type { PlanItem, RestorePlan } from '../restore-plan';
import { executePlan, type Execution } from './execute-plan';

type BackupChange = Parameters<FixtureSource['backup']>[0];

/** A backup of a fixture (or of what `sql` adds to it), and plans of restoring it. */
export class PlannedBackup {
  private constructor(
    readonly source: FixtureSource,
    readonly archive: Archive,
  ) {}

  static async of(
    fixture: FixtureName | null,
    sql: { owner?: string; superuser?: string } = {},
  ): Promise<PlannedBackup> {
    const source = await fixtureSource(fixture === null ? {} : { fixture, smaller: true });
    if (sql.superuser !== undefined) {
      const text = sql.superuser;
      await source.server.with('supabase_admin', 'postgres', (client) => client.query(text));
    }
    if (sql.owner !== undefined) await source.sql(sql.owner);
    return new PlannedBackup(source, await openBackup(source, {}, []));
  }

  /** Another backup of the same source; `stop` of the first ends both. */
  async another(change: BackupChange, identity: string[] = []): Promise<PlannedBackup> {
    return new PlannedBackup(this.source, await openBackup(this.source, change, identity));
  }

  async plan(
    settings: ConnectionSettings,
    request: Partial<PlanRequest> = {},
    change: (facts: TargetFacts) => TargetFacts = (facts) => facts,
  ): Promise<RestorePlan> {
    const client = await connect(settings);
    try {
      const facts = change(await readTarget(settings, client));
      return await planOf({
        ...{ archive: this.archive, contents: await this.archive.contents(), facts, originProven: false },
        request: { mode: 'empty', only: [], ...request },
      });
    } finally {
      await client.end();
    }
  }

  /** Sends what the plan decides, statement by statement, and commits. */
  async execute(settings: ConnectionSettings, plan: RestorePlan): Promise<Execution> {
    const client = await connect(settings);
    try {
      return await executePlan(client, this.archive, plan);
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.archive.close();
    await this.source.stop();
  }
}

async function openBackup(source: FixtureSource, change: BackupChange, identity: string[]): Promise<Archive> {
  const { file } = await source.backup(change);
  return openArchive(fileSource(file), { identity });
}

/** A plain PostgreSQL whose superuser is called `admin`, with a database that `app` owns: no superuser, `attributes` besides. */
export async function plainOwner(attributes = ''): Promise<{ server: ScratchServer; settings: ConnectionSettings }> {
  const server = await startScratchServer({ superuser: 'admin' });
  await server.with('admin', 'postgres', async (client) => {
    await client.query(`CREATE ROLE app LOGIN ${attributes} PASSWORD 'for-tests-only'`);
    await client.query('CREATE DATABASE app OWNER app');
  });
  server.passwords.set('app', 'for-tests-only');
  return { server, settings: server.settings('app', 'app') };
}

/** `conflict table public.orders`, sorted; for comparing plans. */
export function lines(plan: RestorePlan, wanted: (item: PlanItem) => boolean): string[] {
  return plan.items
    .filter(wanted)
    .map(({ action, type, name }) => `${action} ${type} ${name}`)
    .sort();
}
