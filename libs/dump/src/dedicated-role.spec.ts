import { fingerprint, freshTarget, unexplainedDifferences, type FixtureName } from '@stowbase/postgres/testing';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { restoreByHand } from './testing/restore-by-hand';

/** Options it could not see are lost; the role comes back without its password, its membership is granted by who restores, and before PostgreSQL 16 only a superuser may give BYPASSRLS. */
const ofReader = /^(role|password|membership)\|backup_reader[| ]|^foreign data\|mapping far; away (PUBLIC|postgres)\|/;

describe.each<FixtureName>(['plain', 'torture'])(
  'a role of its own that may read everything (%s fixture)',
  (fixture) => {
    let source: FixtureSource;
    beforeAll(async () => {
      source = await fixtureSource({ fixture, smaller: true });
      await source.server.with('supabase_admin', 'postgres', (client) =>
        client.query(
          `CREATE ROLE backup_reader LOGIN BYPASSRLS PASSWORD 'reads all'; GRANT pg_read_all_data TO backup_reader`,
        ),
      );
      source.server.passwords.set('backup_reader', 'reads all');
    }, 60_000);
    afterAll(() => source.stop());

    it('F16 names the large objects it may not read, and their GRANT, then makes a whole backup', async () => {
      let opened = 0;
      const error = await source.failedBackup({
        source: source.server.settings('backup_reader', 'postgres'),
        openOutput: () => {
          opened += 1;
          return Promise.resolve({ write: () => Promise.resolve() });
        },
      });
      expect(opened).toBe(0);
      expect(error.code).toBe('PERMISSION_DENIED');
      const oids = await source.server.with('postgres', 'postgres', async (client) => {
        const { rows } = await client.query<{ oid: string }>(
          'SELECT oid FROM pg_catalog.pg_largeobject_metadata ORDER BY 1',
        );
        return rows.map(({ oid }) => String(oid));
      });
      expect(error.nextStep).toMatch(/^Run: GRANT SELECT ON LARGE OBJECT (\d+, )+\d+ TO "backup_reader";/);
      expect(oids).toEqual(expect.arrayContaining(error.nextStep.match(/\d+/g) ?? []));
      await source.server.with('supabase_admin', 'postgres', (client) =>
        client.query(`GRANT SELECT ON LARGE OBJECT ${oids.join(', ')} TO backup_reader`),
      );

      const { file, result } = await source.backup({ source: source.server.settings('backup_reader', 'postgres') });
      expect(result.gaps).toEqual([]);
      // Options of user mappings are shown to their server's owner only: a named limit, never a silent loss.
      const hidden = result.limits.find(({ id }) => id === 'user_mapping_options')?.objects ?? [];
      expect(hidden).toEqual(fixture === 'torture' ? ['PUBLIC on "far; away"', 'postgres on "far; away"'] : []);
      const target = await freshTarget();
      try {
        await restoreByHand(file, { target, user: 'postgres' });
        const [before, after] = [source.server, target].map((server) => server.settings('supabase_admin', 'postgres'));
        const difference = unexplainedDifferences(fixture, await fingerprint(before!), await fingerprint(after!));
        const unexplained = [...difference.missing, ...difference.added].filter((line) => !ofReader.test(line));
        expect(unexplained).toEqual([]);
      } finally {
        await target.stop();
      }
    }, 120_000);
  },
);
