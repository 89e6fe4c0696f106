import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { runRestore } from './run-restore';
import { madeUpArchive } from './testing/small-target';

describe('the connections of a restore', () => {
  let target: ScratchServer;
  beforeAll(async () => (target = await startScratchServer({ preload: [] })), 60_000);
  afterAll(() => target.stop());

  it.each([1, 2])('P-OUTGOING-4 are all opened by the function handed in (%d jobs)', async (jobs) => {
    const database = `target_${jobs}`;
    await target.with(target.superuser.user, 'postgres', (client) => client.query(`CREATE DATABASE ${database}`));
    const opened: string[] = [];
    const connect = async ({ host, port }: { host: string; port: number }): Promise<Socket> => {
      opened.push(host);
      const socket = createConnection({ host: target.host, port });
      await once(socket, 'connect');
      return socket;
    };
    const archive = await madeUpArchive([{ kind: 'schema', sql: 'CREATE TABLE public.notes (id int);' }]);
    await runRestore({
      ...{ archive, connect, jobs, mode: 'empty', only: [], confirmation: database },
      target: { ...target.settings(target.superuser.user, database), host: 'db.nowhere.test' },
    });
    expect(new Set(opened)).toEqual(new Set(['db.nowhere.test']));
    await target.with(target.superuser.user, database, (client) => client.query('SELECT id FROM public.notes'));
  });
});
