import type { Client } from 'pg';
import { freeConnections } from './free-connections';
import { queryOf } from './query';
import { startScratchServer, type ScratchServer } from './testing';

describe('free connections', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer({
      preload: [],
      settings: { max_connections: '30', superuser_reserved_connections: '3', autovacuum: 'off' },
    });
    await admin(`CREATE ROLE plain LOGIN PASSWORD 'p'`);
    server.passwords.set('plain', 'p');
  }, 60_000);
  afterAll(() => server.stop());

  const as = <T>(user: string, work: (client: Client) => Promise<T>): Promise<T> => server.with(user, 'postgres', work);
  const admin = (sql: string): Promise<unknown> => as(server.superuser.user, (client) => client.query(sql));
  const free = (client: Client): Promise<number> => freeConnections(queryOf(client));

  it('leave out what is reserved, and count the sessions of others, whom this role may not look into', async () => {
    await as('plain', async (client) => {
      expect(await free(client)).toBe(30 - 3 - 1);
      await as(server.superuser.user, async () => {
        expect(await free(client)).toBe(30 - 3 - 2);
      });
    });
  });

  it.each([
    ['role', 'ALTER ROLE plain CONNECTION LIMIT'],
    ['database', 'ALTER DATABASE postgres CONNECTION LIMIT'],
  ])('are fewer where the %s has a limit of its own', async (_of, alter) => {
    await admin(`${alter} 5`);
    await as('plain', async (client) => expect(await free(client)).toBe(4));
    await admin(`${alter} -1`);
    await as('plain', async (client) => expect(await free(client)).toBe(26));
  });
});
