import { jest } from '@jest/globals';
import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { runRestore } from '../run-restore';

jest.setTimeout(120_000);

const user = (id: number): string =>
  `INSERT INTO auth.users (id, email) VALUES ('00000000-0000-0000-0000-00000000000${id}', 'user${id}@example.com')`;

describe('a project that was used since its backup', () => {
  let source: FixtureSource;
  let target: ScratchServer;
  beforeAll(async () => {
    [source, target] = await Promise.all([fixtureSource(), freshTarget()]);
    await source.server.with('supabase_admin', 'postgres', (client) => client.query(user(1)));
    await target.with('supabase_admin', 'postgres', async (client) => {
      await client.query(user(2));
      await client.query(`INSERT INTO auth.one_time_tokens (id, user_id, token_hash, relates_to)
        VALUES ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000002', 'x', 'y')`);
    });
  });
  afterAll(() => Promise.all([source.stop(), target.stop()]));

  it('P-RESTORE-67 is replaced with its rows in tables that the backup has empty: they would point to rows that are gone', async () => {
    const archive = await openArchive(fileSource((await source.backup()).file));
    const report = await runRestore({
      ...{ archive, target: target.settings('postgres', 'postgres'), mode: 'replace', only: [], jobs: 1 },
      confirmation: 'postgres',
      safetyBackup: () => Promise.resolve({ place: 'nowhere', fileSha256: '0'.repeat(64) }),
    });
    await archive.close();
    const replaced = report.plan.items.filter(({ action }) => action === 'replace').map(({ name }) => name);
    expect(replaced).toEqual(expect.arrayContaining(['auth.users', 'auth.one_time_tokens']));
    const rows = await target.with('supabase_admin', 'postgres', (client) =>
      client.query(
        'SELECT (SELECT string_agg(email, $1) FROM auth.users) AS users, (SELECT count(*)::int FROM auth.one_time_tokens) AS tokens',
        [','],
      ),
    );
    expect(rows.rows).toEqual([{ users: 'user1@example.com', tokens: 0 }]);
  });
});
