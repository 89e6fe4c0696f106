import { jest } from '@jest/globals';
import { readdir, rm } from 'node:fs/promises';
import { createScratchFolder } from './scratch-folder';
import type { Prepared } from './prepared';
import { startScratchServer, type ScratchServer } from './scratch-server';

jest.setTimeout(60_000);

describe('a server that is prepared', () => {
  let folder: string;
  let servers: ScratchServer[];
  let made: string[];
  beforeEach(async () => {
    folder = await createScratchFolder();
    [servers, made] = [[], []];
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  const prepared = (name: string): Prepared => ({
    name,
    async make(server) {
      made.push(name);
      await server.with('postgres', 'postgres', (client) =>
        client.query(`CREATE TABLE content AS SELECT '${name}' AS name; CREATE ROLE reader LOGIN PASSWORD 'of-all'`),
      );
      server.passwords.set('reader', 'of-all');
    },
  });
  const start = async (name: string): Promise<ScratchServer> => {
    const server = await startScratchServer({ folder, prepared: prepared(name) });
    servers.push(server);
    return server;
  };
  const asked = async (server: ScratchServer, sql: string): Promise<unknown[]> =>
    (
      await server.with('postgres', 'postgres', (client) => client.query<unknown[]>({ text: sql, rowMode: 'array' }))
    ).rows.flat();

  it('is made once for its kind: the others are copies, which know nothing of each other', async () => {
    const [first, second] = [await start('shop'), await start('shop')];
    expect(made).toEqual(['shop']);
    await asked(first, "UPDATE content SET name = 'changed'");
    expect(await asked(second, 'SELECT name FROM content')).toEqual(['shop']);
    expect(await asked(await start('shop'), 'SELECT name FROM content')).toEqual(['shop']);
    const identifier = 'SELECT system_identifier::text FROM pg_control_system()';
    expect(await asked(first, identifier)).not.toEqual(await asked(second, identifier));
  });

  it('has passwords of its own for all that can log in', async () => {
    const [first, second] = [await start('shop'), await start('shop')];
    for (const role of ['postgres', 'reader']) {
      expect(first.passwords.get(role)).not.toBe(second.passwords.get(role));
      expect((await first.with(role, 'postgres', (client) => client.query('SELECT 1'))).rowCount).toBe(1);
    }
    expect(first.superuser).toEqual({ user: 'postgres', password: first.passwords.get('postgres') });
    first.passwords.set('reader', 'of-all');
    await expect(first.connect('reader', 'postgres')).rejects.toThrow('password authentication failed');
  });

  it('of another name holds something else', async () => {
    await start('shop');
    expect(await asked(await start('office'), 'SELECT name FROM content')).toEqual(['office']);
    expect(made).toEqual(['shop', 'office']);
  });

  it('that can not be made says why, leaves nothing, and is tried again by the next one', async () => {
    const broken = { name: 'shop', make: () => Promise.reject(new Error('no such table')) };
    await expect(startScratchServer({ folder, prepared: broken })).rejects.toThrow('no such table');
    expect((await readdir(folder)).filter((name) => !/^stowbase-(initdb|server)-/.test(name))).toEqual([]);
    expect(await asked(await start('shop'), 'SELECT name FROM content')).toEqual(['shop']);
  });
});
