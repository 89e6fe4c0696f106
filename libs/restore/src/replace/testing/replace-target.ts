import { fileSource, openArchive, type Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { connect } from '@stowbase/postgres';
import { fingerprint, freshTarget, type FixtureName, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import { planOf } from '../../plan/plan-of';
import type { RestorePlan } from '../../plan/restore-plan';
import { readTarget } from '../../target/read-target';

/** A backup of a fixture, and a server that has the same fixture already. */
export interface ReplaceTarget {
  readonly source: FixtureSource;
  readonly file: string;
  readonly archive: Archive;
  readonly target: ScratchServer;
  /** As the project's owner. */
  readonly client: Client;
  /** What a restore in mode `replace` would do to the target as it is now. */
  plan(): Promise<RestorePlan>;
  fingerprint(): ReturnType<typeof fingerprint>;
  stop(): Promise<void>;
}

export async function replaceTarget(fixture: FixtureName): Promise<ReplaceTarget> {
  const source = await fixtureSource({ fixture, smaller: true });
  const { file } = await source.backup();
  const archive = await openArchive(fileSource(file));
  const target = await freshTarget({ fixture, smaller: true });
  const settings = target.settings('postgres', 'postgres');
  const client = await connect(settings);
  return {
    ...{ source, file, archive, target, client },
    async plan() {
      const facts = await readTarget(settings, client);
      const contents = await archive.contents();
      const request = { mode: 'replace' as const, only: [] };
      return planOf({ archive, contents, facts, request, originProven: false });
    },
    fingerprint: () => fingerprint(target.settings('supabase_admin', 'postgres')),
    async stop() {
      await client.end();
      await archive.close();
      await Promise.all([target.stop(), source.stop()]);
    },
  };
}
