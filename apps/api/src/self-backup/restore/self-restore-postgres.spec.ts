import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';

const { describeSelfRestore } = await import('../testing/describe-self-restore');

describe('records that are put back into a database', () => {
  let server: ScratchServer;
  let made = 0;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  });
  afterAll(() => server.stop());

  async function emptyDatabase(): Promise<{ engine: 'postgres'; connection: ReturnType<ScratchServer['settings']> }> {
    made += 1;
    const name = `records_${made}`;
    await server.with(server.superuser.user, 'postgres', (client) => client.query(`CREATE DATABASE ${name}`));
    return { engine: 'postgres', connection: server.settings(server.superuser.user, name) };
  }

  describeSelfRestore({
    from: async () => ({ database: await emptyDatabase() }),
    to: emptyDatabase,
  });
});
