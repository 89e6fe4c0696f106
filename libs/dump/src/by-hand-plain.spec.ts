import {
  diffFingerprints,
  fingerprint,
  startScratchServer,
  withoutGrantors,
  type FixtureName,
} from '@stowbase/postgres/testing';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { differentByNature } from './testing/platform-by-nature';
import { restoreByHand } from './testing/restore-by-hand';

describe.each<FixtureName>(['plain', 'torture'])('the %s fixture on a plain PostgreSQL', (fixture) => {
  let source: FixtureSource;
  let file: string;
  beforeAll(async () => {
    source = await fixtureSource({ fixture });
    ({ file } = await source.backup());
  }, 60_000);
  afterAll(() => source.stop());

  it.each(['postgres', 'dba'])(
    'P-BYHAND-2 comes back whole by hand, and the superuser "%s" is still one',
    async (superuser) => {
      const target = await startScratchServer({ superuser });
      try {
        const attributes = `SELECT * FROM pg_catalog.pg_authid WHERE rolname = '${superuser}'`;
        const read = (): Promise<Record<string, unknown>[]> =>
          target.with(
            superuser,
            'postgres',
            async (client) => (await client.query<Record<string, unknown>>(attributes)).rows,
          );
        const before = await read();
        expect(before).toMatchObject([{ rolsuper: true, rolcanlogin: true }]);

        const stderr = await restoreByHand(file, { target, user: superuser, kind: 'plain' });
        expect(stderr).not.toMatch(/ERROR|FATAL/);

        expect(await read()).toEqual(before);
        const difference = diffFingerprints(
          withoutGrantors(await fingerprint(source.server.settings('supabase_admin', 'postgres'))),
          withoutGrantors(await fingerprint(target.settings(superuser, 'postgres'))),
          differentByNature(superuser).map(({ pattern }) => pattern),
        );
        expect(difference).toEqual({ missing: [], added: [] });
      } finally {
        await target.stop();
      }
    },
    120_000,
  );

  it('P-BYHAND-2 gives no platform role a login or superuser rights', async () => {
    const target = await startScratchServer({ superuser: 'dba' });
    try {
      await restoreByHand(file, { target, user: 'dba', kind: 'plain' });
      const { rows } = await target.with('dba', 'postgres', (client) =>
        client.query<{ rolname: string }>(
          `SELECT rolname FROM pg_catalog.pg_roles WHERE (rolsuper OR rolreplication OR rolcanlogin AND rolname ~ '^(postgres|authenticator|supabase_.*|pgbouncer)$') AND rolname <> 'dba'`,
        ),
      );
      expect(rows).toEqual([]);
    } finally {
      await target.stop();
    }
  }, 60_000);
});
