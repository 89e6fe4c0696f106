import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { StartError } from '../errors/start-error';
import type { GuardOptions } from './postgres-guard';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { openDatabase } = await import('./open-database');
const { migrations } = await import('./migrations/migrations');
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

  const guard = (more: Partial<GuardOptions> = {}) =>
    PostgresGuard.take(connection(), { onTaken: () => undefined, migrations, ...more });

  it('P-HA-1 any number of processes of one version use the records, and start one after the other', async () => {
    const first = await guard();
    const second = guard();
    expect(await refusal(guard({ patienceMs: 0 }))).toMatchObject({ code: 'START_BLOCKED' });
    await first.started();
    await (await second).started();
    await Promise.all([first.release(), (await second).release()]);
  });

  it('P-HA-1 a version that changes the tables is refused while another process uses them, and waits for nobody afterwards', async () => {
    const old = await guard();
    await old.started();
    const next = await guard();
    expect(await refusal(next.demandAlone())).toMatchObject({
      code: 'OTHERS_RUNNING',
      message:
        'This version changes the tables of the database postgres on 127.0.0.1, and other Stowbase processes still use it.',
    });
    await old.release();
    await granted(1);
    await next.demandAlone();
    await next.started();
    const beside = await guard();
    await Promise.all([next.release(), beside.release()]);
  });

  it('P-HA-1 asks for that before it changes the first table, and only where something is to be changed', async () => {
    const asked: string[] = [];
    const beforeChange = (): Promise<void> => Promise.reject(new Error(String(asked.push('asked'))));
    await (await openDatabase(place(), { beforeChange })).close();
    class More2000000000000 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        await runner.query('CREATE TABLE more (id int)');
      }
      async down(): Promise<void> {
        // Never asked for.
      }
    }
    const options = { beforeChange, migrations: [...migrations, More2000000000000] };
    await expect(openDatabase(place(), options)).rejects.toThrow('1');
    await server.with(server.superuser.user, 'postgres', async (client) => {
      const { rows } = await client.query("SELECT to_regclass('more') AS more");
      expect(rows).toEqual([{ more: null }]);
    });
  });

  it('what needs the records alone is refused while the service runs, and keeps it from starting (P-SERVICE-4)', async () => {
    const service = await guard();
    await service.started();
    expect(await refusal(guard({ alone: true }))).toMatchObject({
      code: 'ALREADY_RUNNING',
      message: 'Stowbase processes use the database postgres on 127.0.0.1.',
    });
    await service.release();
    await granted(0);
    const admin = await guard({ alone: true });
    await admin.started();
    expect(await refusal(guard())).toMatchObject({ code: 'ALREADY_RUNNING' });
    await admin.release();
  });

  it('P-HA-1 a process whose connection was lost takes the lock again, and ends when another version changed the tables meanwhile', async () => {
    let taken = (): void => undefined;
    const told = new Promise<void>((resolve) => (taken = resolve));
    const process = await guard({ onTaken: taken, againMs: 20 });
    await process.started();
    await endHolder();
    await granted(1);
    await future('INSERT INTO migrations (timestamp, name) VALUES (2999999999999, $1)');
    await endHolder();
    await told;
    await future('DELETE FROM migrations WHERE name = $1');
    await process.release();
  });

  const future = (statement: string): Promise<unknown> =>
    server.with(server.superuser.user, 'postgres', (client) => client.query(statement, ['Future2999999999999']));

  const locks = "SELECT DISTINCT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 1400139639 AND granted";

  const endHolder = (): Promise<unknown> =>
    server.with(server.superuser.user, 'postgres', (client) =>
      client.query(`SELECT pg_terminate_backend(pid, 5000) FROM (${locks}) AS holder`),
    );

  /** Waits until so many processes hold a lock. */
  const granted = (count: number): Promise<void> =>
    server.with(server.superuser.user, 'postgres', async (client) => {
      while ((await client.query(locks)).rows.length !== count);
    });
});
