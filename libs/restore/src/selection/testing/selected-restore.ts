import { fileSource, openArchive, type Archive, type Contents } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { connect, type ConnectionSettings } from '@stowbase/postgres';
import {
  diffFingerprints,
  fingerprint,
  freshTarget,
  startScratchServer,
  type Fingerprint,
  type FixtureName,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import type { RestoreScript } from '../../script/restore-script';
import { fullScript } from '../../script/full-script';
import { readTarget } from '../../target/read-target';
import type { TargetFacts } from '../../target/target-facts';
import { parseSelection } from '../parse-selection';
import { selectScript } from '../select';
import { runScript, type ScriptRun } from './run-script';

type BackupChange = Parameters<FixtureSource['backup']>[0];

/** A backup of a fixture, and databases that are as the source was. */
export class SelectedRestores {
  private untouched: Promise<Fingerprint> | undefined;

  private constructor(
    private readonly fixture: FixtureSource,
    readonly archive: Archive,
    readonly contents: Contents,
  ) {}

  static async of(fixture: FixtureName): Promise<SelectedRestores> {
    // Without pg_cron nobody is connected to the database that is copied.
    const source = await fixtureSource({ preload: [], fixture, smaller: true });
    return new SelectedRestores(source, ...(await openBackup(source, {}, [])));
  }

  /** Another backup of the same source; `stop` of the first ends both. */
  async another(change: BackupChange, identity: string[] = []): Promise<SelectedRestores> {
    return new SelectedRestores(this.fixture, ...(await openBackup(this.fixture, change, identity)));
  }

  /** A database that is as the source was; `change` is run there by its owner. */
  async database(change = ''): Promise<SelectedTarget> {
    const name = `copy_${++databases}`;
    const { server } = this.fixture;
    await server.with('supabase_admin', 'template1', async (client) => {
      await client.query(`CREATE DATABASE ${name} TEMPLATE postgres OWNER postgres`);
    });
    const target = new SelectedTarget(this, server.settings('postgres', name), server.settings('supabase_admin', name));
    await this.before(target);
    if (change !== '') await target.sql(change);
    return target;
  }

  /** The fingerprint of a database that nothing was done to yet: all are alike. */
  before(target: SelectedTarget): Promise<Fingerprint> {
    return (this.untouched ??= target.fingerprint());
  }

  /** Another server, with nothing but the platform; the caller stops it. */
  async freshTarget(): Promise<{ target: SelectedTarget; server: ScratchServer }> {
    const server = await freshTarget({ preload: [] });
    const target = new SelectedTarget(
      this,
      server.settings('postgres', 'postgres'),
      server.settings('supabase_admin', 'postgres'),
    );
    return { target, server };
  }

  /** A PostgreSQL without the platform, restored by its superuser `dba` or by `app`, which owns the database and nothing else. */
  async plainTarget(by: 'dba' | 'app'): Promise<{ target: SelectedTarget; server: ScratchServer }> {
    const server = await startScratchServer({ superuser: 'dba', preload: [] });
    server.passwords.set('app', 'app');
    await server.with('dba', 'postgres', async (client) => {
      await client.query("CREATE ROLE app LOGIN PASSWORD 'app'");
      await client.query('CREATE DATABASE app OWNER app');
    });
    const database = by === 'dba' ? 'postgres' : 'app';
    return {
      target: new SelectedTarget(this, server.settings(by, database), server.settings('dba', database)),
      server,
    };
  }

  /** The fingerprint of the source itself. */
  source(): Promise<Fingerprint> {
    return fingerprint(this.fixture.server.settings('supabase_admin', 'postgres'));
  }

  async stop(): Promise<void> {
    await this.archive.close();
    await this.fixture.stop();
  }
}

export class SelectedTarget {
  constructor(
    private readonly restores: SelectedRestores,
    readonly owner: ConnectionSettings,
    readonly admin: ConnectionSettings,
  ) {}

  fingerprint(): Promise<Fingerprint> {
    return fingerprint(this.admin);
  }

  async sql(text: string, as = this.owner): Promise<Record<string, string | null>[]> {
    const client = await connect(as);
    try {
      const result = await client.query<Record<string, string | null>>(text);
      return result.rows;
    } finally {
      await client.end();
    }
  }

  async facts(): Promise<TargetFacts> {
    const client = await connect(this.owner);
    try {
      return await readTarget(this.owner, client);
    } finally {
      await client.end();
    }
  }

  async script(only: readonly string[], change: Partial<TargetFacts> = {}): Promise<RestoreScript> {
    const { archive, contents } = this.restores;
    const facts = { ...(await this.facts()), ...change };
    const script = await fullScript({ archive, contents, facts });
    return selectScript({ script, archive, contents, only: only.map(parseSelection), facts });
  }

  /** Selects and runs as the owner of the database. */
  async restore(...only: readonly string[]): Promise<ScriptRun> {
    return this.run(await this.script(only));
  }

  async run(script: RestoreScript): Promise<ScriptRun> {
    const { archive, contents } = this.restores;
    return runScript({ archive, contents, script, settings: this.owner, facts: await this.facts() });
  }

  /** What differs from the source. */
  async differences(): Promise<ReturnType<typeof diffFingerprints>> {
    return diffFingerprints(await this.restores.before(this), await this.fingerprint());
  }
}

async function openBackup(
  source: FixtureSource,
  change: BackupChange,
  identity: readonly string[],
): Promise<[Archive, Contents]> {
  const { file } = await source.backup(change);
  const archive = await openArchive(fileSource(file), identity.length === 0 ? {} : { identity });
  return [archive, await archive.contents()];
}

let databases = 0;
