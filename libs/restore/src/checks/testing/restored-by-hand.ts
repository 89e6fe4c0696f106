import { fileSource, openArchive, type Archive } from '@stowbase/archive';
import { fixtureSource, restoreByHand } from '@stowbase/dump/testing';
import { connect } from '@stowbase/postgres';
import { freshTarget, startScratchServer, type FixtureName, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import type { Comparison } from '../../report';
import type { RunCounts } from '../../run/run-types';
import { runAsItIs, type RestoreScript } from '../../script/restore-script';
import { tableKey } from '../../table-name';
import { readTarget } from '../../target/read-target';
import { compareRestored } from '../compare-restored';

export interface RestoredByHand {
  /** As the role that restored; in no transaction. */
  readonly client: Client;
  readonly archive: Archive;
  readonly target: ScratchServer;
  readonly counts: RunCounts;
  /** Everything, as it stands. */
  readonly script: RestoreScript;
  compare(change?: Change): Promise<readonly Comparison[]>;
  /** Runs SQL, compares, takes it back, all in one transaction. */
  compareAfter(sql: string, change?: Change): Promise<readonly Comparison[]>;
  stop(): Promise<void>;
}

interface Change {
  readonly client?: Client;
  readonly script?: RestoreScript;
  readonly counts?: RunCounts;
}

export interface Versions {
  readonly source: number;
  readonly target: number;
  /** Of a client that can dump the source, with its psql. */
  readonly clientDir: string;
}

/** A fixture that psql has restored, and what a restore of ours would know about it. */
export async function restoredByHand(
  fixture: FixtureName,
  kind: 'supabase' | 'plain',
  versions?: Versions,
): Promise<RestoredByHand> {
  const source = await fixtureSource({
    ...(versions === undefined ? {} : { major: versions.source }),
    fixture,
    smaller: true,
  });
  const { file } = await source.backup(versions === undefined ? {} : { clientDirs: [versions.clientDir] });
  const archive = await openArchive(fileSource(file));
  const contents = await archive.contents();
  const major = versions === undefined ? {} : { major: versions.target };
  const target = kind === 'plain' ? await startScratchServer({ superuser: 'dba', ...major }) : await freshTarget(major);
  const user = kind === 'plain' ? 'dba' : 'postgres';
  const settings = target.settings(user, 'postgres');
  const client = await connect(settings);
  const facts = await readTarget(settings, client);
  const psql = versions === undefined ? {} : { psqlDir: versions.clientDir };
  await restoreByHand(file, { target, user, kind, ...psql });
  const groups = kind === 'plain' ? ['platform', 'sql'] : ['sql'];
  const everything: RestoreScript = {
    members: archive.members.filter(({ group }) => groups.includes(group)),
    decide: runAsItIs,
    toleratesMissingRights: false,
  };
  const rows = new Map(contents.tables.map((table) => [tableKey(table), table.rows]));
  const counts: RunCounts = { statements: 0, rows, skipped: [] };
  const compare: RestoredByHand['compare'] = (change) =>
    compareRestored({ client, archive, contents, facts, script: everything, counts, ...change });
  return {
    client,
    archive,
    target,
    counts,
    script: everything,
    compare,
    async compareAfter(sql, change) {
      await client.query('BEGIN');
      try {
        await client.query(sql);
        return await compare(change);
      } finally {
        await client.query('ROLLBACK');
      }
    },
    async stop() {
      await client.end();
      await archive.close();
      await Promise.all([target.stop(), source.stop()]);
    },
  };
}
