import { jest } from '@jest/globals';
import { fileSource, openArchive } from '@stowbase/archive';
import {
  differentByNature,
  fixtureSource,
  mergeMemberships,
  postgresFrom17,
  type FixtureSource,
} from '@stowbase/dump/testing';
import type { ConnectionSettings } from '@stowbase/postgres';
import {
  availableServerMajors,
  diffFingerprints,
  fingerprint,
  freshTarget,
  startScratchServer,
  unexplainedDifferences,
  withoutGrantors,
  type Fingerprint,
  type FixtureName,
} from '@stowbase/postgres/testing';
import type { RestoreReport } from './report';
import type { RestoreRequest } from './request';
import { runRestore } from './run-restore';

jest.setTimeout(120_000);

/** From PostgreSQL 16 on whoever creates a role may administer it: here a superuser did, at the target it is `postgres`. */
const creatorsOwn =
  /^membership\|postgres of torture_bypass\|admin true; inherit false; set false; grantor supabase_admin$/;
const older = (await availableServerMajors()).find((major) => major < 17 && major >= 15);
const newer = await postgresFrom17();

if ('missing' in newer) {
  it.skip(`P-RESTORE-79 a backup of PostgreSQL 17 or newer goes back (${newer.missing})`, () => undefined);
} else {
  const { major, client } = newer;

  describe.each<FixtureName>(['plain', 'torture'])(`a backup of the %s fixture on PostgreSQL ${major}`, (fixture) => {
    let source: FixtureSource;
    let original: Fingerprint;
    let file: string;
    beforeAll(async () => {
      source = await fixtureSource({ major, fixture, smaller: true });
      original = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
      file = (await source.backup({ clientDirs: [client.dir] })).file;
    });
    afterAll(() => source.stop());

    async function restore(target: ConnectionSettings, change: Partial<RestoreRequest> = {}): Promise<RestoreReport> {
      const archive = await openArchive(fileSource(file));
      try {
        const confirmation = target.database;
        return await runRestore({ archive, target, mode: 'empty', only: [], confirmation, jobs: 1, ...change });
      } finally {
        await archive.close();
      }
    }

    it.each([1, 2])('P-RESTORE-79 with %i jobs into a new project, and nothing is lost', async (jobs) => {
      const target = await freshTarget({ major });
      try {
        const report = await restore(target.settings('postgres', 'postgres'), { jobs });
        expect(report.comparisons.filter(({ status }) => status === 'different')).toEqual([]);
        const restored = await fingerprint(target.settings('supabase_admin', 'postgres'));
        const { missing, added } = unexplainedDifferences(fixture, original, restored);
        expect({ missing, added: added.filter((line) => !creatorsOwn.test(line)) }).toEqual({ missing: [], added: [] });
      } finally {
        await target.stop();
      }
    });

    it('P-RESTORE-79 into a plain PostgreSQL by its superuser', async () => {
      const target = await startScratchServer({ major, superuser: 'dba' });
      try {
        const report = await restore(target.settings('dba', 'postgres'));
        expect(report.comparisons.filter(({ status }) => status === 'different')).toEqual([]);
        const restored = await fingerprint(target.settings('dba', 'postgres'));
        const [before, after] = [original, restored].map((lines) => mergeMemberships(withoutGrantors(lines)));
        const patterns = differentByNature('dba').map(({ pattern }) => pattern);
        expect(diffFingerprints(before ?? [], after ?? [], patterns)).toEqual({ missing: [], added: [] });
      } finally {
        await target.stop();
      }
    });

    (older === undefined || fixture === 'torture' ? it.skip : it)(
      `H38 into PostgreSQL ${older}, when it is allowed: every row`,
      async () => {
        const target = await freshTarget(older === undefined ? {} : { major: older });
        try {
          const settings = target.settings('postgres', 'postgres');
          await expect(restore(settings)).rejects.toMatchObject({ code: 'TARGET_OLDER' });
          await restore(settings, { allowOlderServer: true });
          const rowsOf = (lines: Fingerprint): string[] => lines.filter((line) => /^rows\|(public|auth)\./.test(line));
          const restored = await fingerprint(target.settings('supabase_admin', 'postgres'));
          expect(rowsOf(restored)).toEqual(rowsOf(original));
        } finally {
          await target.stop();
        }
      },
    );
  });
}
