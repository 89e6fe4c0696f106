import type { ConnectionSettings } from '@stowbase/postgres';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';

describe('F14 a server that takes no more connections', () => {
  let source: FixtureSource;
  let crowded: ConnectionSettings;
  const limit = (connections: number): Promise<void> =>
    source.server.with(
      'supabase_admin',
      'postgres',
      async (client) => void (await client.query(`ALTER ROLE crowded CONNECTION LIMIT ${connections}`)),
    );
  beforeAll(async () => {
    source = await fixtureSource();
    await source.server.with('supabase_admin', 'postgres', (client) =>
      client
        .query(`CREATE ROLE crowded SUPERUSER LOGIN PASSWORD 'c'`)
        .then(() => client.query(`ALTER ROLE crowded NOSUPERUSER BYPASSRLS; GRANT pg_read_all_data TO crowded`)),
    );
    source.server.passwords.set('crowded', 'c');
    crowded = source.server.settings('crowded', 'postgres');
  }, 60_000);
  afterAll(() => source.stop());

  it('is asked again after growing pauses, then has its own code', async () => {
    await limit(0);
    const pauses: number[] = [];
    const error = await source.failedBackup({
      source: crowded,
      pause: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    });
    expect(error.code).toBe('TOO_MANY_CONNECTIONS');
    expect(error.nextStep).not.toBe('');
    expect(pauses).toEqual([1_000, 4_000]);
  });

  it('is backed up when there is room at the second try', async () => {
    await limit(0);
    let pauses = 0;
    const { result } = await source.backup({
      source: crowded,
      pause: async () => {
        pauses += 1;
        await limit(-1);
      },
    });
    expect(pauses).toBe(1);
    expect(result.summary.members).toBeGreaterThan(0);
  });

  it('has the same code when only the first connection fits', async () => {
    await limit(1);
    const error = await source.failedBackup({ source: crowded, pause: () => Promise.resolve() });
    expect(error.code).toBe('TOO_MANY_CONNECTIONS');
  });
});
