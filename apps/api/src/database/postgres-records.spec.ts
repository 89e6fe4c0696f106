import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { StartError } from '../errors/start-error';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { openDatabase } = await import('./open-database');
const { PostgresGuard } = await import('./postgres-guard');
const { Setting } = await import('./setting.entity');

const refusal = (work: Promise<unknown>): Promise<unknown> => work.catch((reason: unknown) => reason);

describe('records on a PostgreSQL server', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  });
  afterAll(() => server.stop());

  const connection = (): ReturnType<ScratchServer['settings']> => server.settings(server.superuser.user, 'postgres');
  const place = () => ({ engine: 'postgres', connection: connection() }) as const;

  it('several transactions go on at the same time, each for itself', async () => {
    const database = await openDatabase(place());
    const insert = (id: string) =>
      database.write((manager) => manager.insert(Setting, { id, value: {}, updatedAt: new Date() }));
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const a = database.write(async (manager) => {
      await manager.insert(Setting, { id: 'a', value: {}, updatedAt: new Date() });
      await gate;
      throw new Error('rolled back');
    });
    const outcome = refusal(a);
    await insert('b');
    letGo();
    await outcome;
    expect((await database.read.find(Setting)).map(({ id }) => id)).toEqual(['b']);
    await expect(database.write(() => insert('nested'))).rejects.toThrow('inside another one');
    await database.close();
  });

  it('a statement that hangs is given up, and so is a transaction that nobody goes on with', async () => {
    const database = await openDatabase(place());
    const rows = await database.read.query<{ name: string; setting: string }[]>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name",
    );
    expect(rows.map(({ name, setting }) => `${name} ${setting}`)).toEqual([
      'idle_in_transaction_session_timeout 60000',
      'lock_timeout 10000',
      'statement_timeout 30000',
    ]);
    await database.close();
  });

  it('F47 those of a newer version are refused', async () => {
    await (await openDatabase(place())).close();
    await server.with(server.superuser.user, 'postgres', (client) =>
      client.query("INSERT INTO migrations (timestamp, name) VALUES (2999999999999, 'Future2999999999999')"),
    );
    const error = await refusal(openDatabase(place()));
    await server.with(server.superuser.user, 'postgres', (client) =>
      client.query("DELETE FROM migrations WHERE name = 'Future2999999999999'"),
    );
    expect(error).toMatchObject({
      code: 'DATABASE_NEWER',
      message: 'The database postgres on 127.0.0.1 was last used by a newer Stowbase (Future2999999999999).',
    });
  });

  it('a wrong password is said plainly, and not shown', async () => {
    const error = await refusal(
      openDatabase({ engine: 'postgres', connection: { ...connection(), password: 'canary-password' } }),
    );
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringMatching(
        /^The database of DATABASE_URL can't be used: The server refused this user and password/,
      ) as string,
    });
    expect(JSON.stringify(error)).not.toContain('canary-password');
  });

  it('a second process is refused, until the first one ends (P-SERVICE-4)', async () => {
    const first = await PostgresGuard.take(connection(), () => undefined);
    expect(await refusal(PostgresGuard.take(connection(), () => undefined))).toMatchObject({
      code: 'ALREADY_RUNNING',
      message: 'Another Stowbase process uses the database postgres on 127.0.0.1.',
    });
    await first.release();
    await (await PostgresGuard.take(connection(), () => undefined)).release();
  });

  it('a process whose connection was lost takes the lock again, or is told that another one has it (P-SERVICE-4)', async () => {
    let taken = (): void => undefined;
    const told = new Promise<void>((resolve) => (taken = resolve));
    const first = await PostgresGuard.take(connection(), taken, 20);
    await endHolder();
    await seen(locks('granted'));
    await server.with(server.superuser.user, 'postgres', async (rival) => {
      const lock = rival.query('SELECT pg_advisory_lock(1400139639, 1)');
      await seen(locks('NOT granted'));
      await endHolder();
      await lock;
      await told;
    });
    await first.release();
  });

  const locks = (state: string): string =>
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 1400139639 AND ${state}`;

  const endHolder = (): Promise<unknown> =>
    server.with(server.superuser.user, 'postgres', (client) =>
      client.query(`SELECT pg_terminate_backend(pid, 5000) FROM (${locks('granted')}) AS holder`),
    );

  /** Waits until the query finds something. */
  const seen = (query: string): Promise<void> =>
    server.with(server.superuser.user, 'postgres', async (client) => {
      while ((await client.query(query)).rows.length === 0);
    });
});
