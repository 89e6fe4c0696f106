import {
  diffFingerprints,
  fingerprint,
  freshTarget,
  startScratchServer,
  unexplainedDifferences,
  withoutGrantors,
  type FixtureName,
} from '@stowbase/postgres/testing';
import { postgresFrom17 } from './testing/client-from-17';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { differentByNature, mergeMemberships } from './testing/platform-by-nature';
import { restoreByHand } from './testing/restore-by-hand';

/** From PostgreSQL 16 on whoever creates a role may administer it: here a superuser did, at the target it is `postgres`. */
const creatorsOwn =
  /^membership\|postgres of torture_bypass\|admin true; inherit false; set false; grantor supabase_admin$/;

const newer = await postgresFrom17();

if ('missing' in newer) {
  it.skip(`P-ROUNDTRIP-17 comes back whole on PostgreSQL 17 or newer (${newer.missing})`, () => undefined);
} else {
  const { major, client } = newer;

  describe.each<FixtureName>(['plain', 'torture'])(`a backup of the %s fixture on PostgreSQL ${major}`, (fixture) => {
    let source: FixtureSource;
    let file: string;
    beforeAll(async () => {
      source = await fixtureSource({ major, fixture });
      const backup = await source.backup({ clientDirs: [client.dir] });
      expect(backup.result.gaps).toEqual([]);
      file = backup.file;
    }, 60_000);
    afterAll(() => source.stop());

    it.each<[string, { psqlDir?: string }]>([
      [`psql ${client.version}`, { psqlDir: client.dir }],
      ['the psql on PATH', {}],
    ])(
      'P-ROUNDTRIP-17 comes back whole by the commands of its README.txt (%s)',
      async (_psql, psql) => {
        const target = await freshTarget({ major });
        try {
          await restoreByHand(file, { target, user: 'postgres', ...psql });
          const [before, after] = [source.server, target].map((server) =>
            server.settings('supabase_admin', 'postgres'),
          );
          const { missing, added } = unexplainedDifferences(
            fixture,
            await fingerprint(before!),
            await fingerprint(after!),
          );
          expect({ missing, added: added.filter((line) => !creatorsOwn.test(line)) }).toEqual({
            missing: [],
            added: [],
          });
        } finally {
          await target.stop();
        }
      },
      120_000,
    );

    it('P-ROUNDTRIP-17 P-BYHAND-2 comes back whole on a plain PostgreSQL', async () => {
      const target = await startScratchServer({ major, superuser: 'dba' });
      try {
        const stderr = await restoreByHand(file, { target, user: 'dba', kind: 'plain', psqlDir: client.dir });
        expect(stderr).not.toMatch(/ERROR|FATAL/);
        const difference = diffFingerprints(
          mergeMemberships(withoutGrantors(await fingerprint(source.server.settings('supabase_admin', 'postgres')))),
          mergeMemberships(withoutGrantors(await fingerprint(target.settings('dba', 'postgres')))),
          differentByNature('dba').map(({ pattern }) => pattern),
        );
        expect(difference).toEqual({ missing: [], added: [] });
      } finally {
        await target.stop();
      }
    }, 120_000);
  });
}
