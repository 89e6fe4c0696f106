import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { StorageError } from '@stowbase/storage';
import { faultProxy } from '@stowbase/storage/testing';
import { TcpProxy } from '../testing/tcp-proxy';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { openDatabase } = await import('./open-database');
const { longest } = await import('./postgres-options');
const { PatientClient } = await import('./patient-client');
const { isAway, outage, throughOutage } = await import('./through-outage');

describe('records that are away', () => {
  let server: ScratchServer;
  let proxy: TcpProxy;
  let database: Awaited<ReturnType<typeof openDatabase>>;
  const { ...usual } = outage;
  beforeAll(async () => {
    Object.assign(outage, { longestMs: 20_000, betweenMs: 10 });
    server = await startScratchServer({ preload: [] });
    proxy = await TcpProxy.before(server);
    const connection = { ...server.settings(server.superuser.user, 'postgres'), port: proxy.port };
    database = await openDatabase({ engine: 'postgres', connection });
  });
  afterAll(async () => {
    Object.assign(outage, usual);
    await database.close();
    await proxy.close();
    await server.stop();
  });
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'none',
      (error: unknown) => error,
    );

  it('P-HA-6 are told from records that refuse (F49)', async () => {
    expect(isAway(await failure(database.read.query('SELECT * FROM nothing')))).toBe(false);
    const during = failure(database.write((manager) => manager.query('SELECT pg_sleep(30)')));
    await server.with(server.superuser.user, 'postgres', async (client) => {
      while ((await client.query("SELECT 1 FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep'")).rows.length === 0);
    });
    proxy.goAway();
    expect(isAway(await during)).toBe(true);
    expect(isAway(await failure(database.write((manager) => manager.query('SELECT 1'))))).toBe(true);
    expect(isAway(await failure(database.read.query('SELECT 1')))).toBe(true);
    proxy.comeBack();
    expect(isAway(new StorageError('unreachable', 'ECONNREFUSED', 'Wait.'))).toBe(false);
  });

  it('P-HA-7 are given up on when they fall silent: a connection that nobody answers on is no connection', async () => {
    const silent = await faultProxy(server.port);
    const connection = { ...server.settings(server.superuser.user, 'postgres'), port: silent.port };
    const { answer, connecting } = longest;
    longest.connecting = 500;
    const there = await openDatabase({ engine: 'postgres', connection });
    try {
      expect(await there.read.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
      longest.answer = 200;
      silent.set({ kind: 'stall', way: 'down', afterBytes: 0 });
      expect(isAway(await failure(there.read.query('SELECT 2')))).toBe(true);
      expect(isAway(await failure(there.write((manager) => manager.query('SELECT 3'))))).toBe(true);
      silent.set({ kind: 'pass' });
      expect(await throughOutage(() => there.write((manager) => manager.query('SELECT 4 AS n')))).toEqual([{ n: 4 }]);
      // One that is slow, and answered, keeps its connection.
      longest.answer = answer;
      expect(await there.read.query('SELECT 5 AS n FROM pg_sleep(0.3)')).toEqual([{ n: 5 }]);
    } finally {
      Object.assign(longest, { answer, connecting });
      await there.close();
      await silent.stop();
    }
  });

  it('P-HA-7 are given up on as well where somebody waits with a callback, as a pool does', async () => {
    const silent = await faultProxy(server.port);
    const { host, user, password = '' } = server.settings(server.superuser.user, 'postgres');
    const client = new PatientClient({ host, port: silent.port, user, password, database: 'postgres' });
    client.on('error', () => undefined);
    const { answer } = longest;
    const ask = (sql: string): Promise<unknown> =>
      new Promise((resolve) => client.query(sql, [], (error: Error | null, found) => resolve(error ?? found.rows)));
    try {
      await client.connect();
      expect(await ask('SELECT 1 AS n')).toEqual([{ n: 1 }]);
      longest.answer = 200;
      silent.set({ kind: 'stall', way: 'down', afterBytes: 0 });
      expect(isAway(await ask('SELECT 2'))).toBe(true);
    } finally {
      longest.answer = answer;
      await silent.stop();
    }
  });

  it('P-HA-6 are waited for, and what was asked is then done', async () => {
    proxy.goAway();
    let tries = 0;
    const answer = throughOutage(() => {
      tries += 1;
      if (tries === 3) proxy.comeBack();
      return database.read.query<{ n: number }[]>('SELECT 1 AS n');
    });
    expect(await answer).toEqual([{ n: 1 }]);
    expect(tries).toBeGreaterThanOrEqual(3);
  });

  it('P-HA-6 are not waited for without end', async () => {
    Object.assign(outage, { longestMs: 30 });
    proxy.goAway();
    expect(isAway(await failure(throughOutage(() => database.read.query('SELECT 1'))))).toBe(true);
    proxy.comeBack();
  });
});
