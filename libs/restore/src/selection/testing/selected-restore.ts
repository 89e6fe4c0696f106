import { fileSource, openArchive, type Archive, type Contents } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { connect, type ConnectionSettings } from '@stowbase/postgres';
import {
  diffFingerprints,
  fingerprint,
  freshTarget,
  loadFixture,
  type Fingerprint,
  type FixtureName,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import { compareRestored } from '../../checks/compare-restored';
import type { RestoreScript } from '../../script/restore-script';
import { runAsItIs } from '../../script/restore-script';
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
    const source = await fixtureSource({ preload: [] });
    await loadFixture(source.server, fixture);
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

  async script(only: readonly string[], facts?: TargetFacts): Promise<RestoreScript> {
    const { archive, contents } = this.restores;
    return selectScript({
      script: wholeSupabaseScript(archive),
      ...{ archive, contents, only: only.map(parseSelection) },
      facts: facts ?? (await this.facts()),
    });
  }

  /** Selects and runs as the owner of the database. */
  async restore(...only: readonly string[]): Promise<ScriptRun & { different: string[] }> {
    return this.run(await this.script(only));
  }

  /** Runs it in one transaction and lets the comparison of a restore judge it. */
  async run(script: RestoreScript): Promise<ScriptRun & { different: string[] }> {
    const { archive, contents } = this.restores;
    const facts = await this.facts();
    const client = await connect(this.owner);
    try {
      const run = await runScript(client, archive, script);
      const counts = { statements: 0, rows: run.counts, skipped: [] };
      const comparisons = await compareRestored({ client, archive, contents, script, facts, counts });
      const different = comparisons.filter(({ status }) => status === 'different');
      return { ...run, different: different.flatMap(({ differences }) => differences) };
    } finally {
      await client.end();
    }
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

/** Everything a target with the platform gets, as it stands. */
export const wholeSupabaseScript = (archive: Archive): RestoreScript => ({
  members: archive.members.filter(({ group }) => group === 'sql'),
  decide: runAsItIs,
  toleratesMissingRights: false,
});
