import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';

describe('the tables that migrations make (PostgreSQL)', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  });
  afterAll(() => server.stop());

  it('are those of the entities, and go away again', async () => {
    const { makeDataSources } = await import('./data-sources');
    const { writer } = makeDataSources({
      engine: 'postgres',
      connection: server.settings(server.superuser.user, 'postgres'),
    });
    await writer.initialize();
    await writer.runMigrations();
    const { upQueries } = await writer.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    for (let left = writer.migrations.length; left > 0; left -= 1) await writer.undoLastMigration();
    const left = await writer.query<{ name: string }[]>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    expect(left.map(({ name }) => name)).toEqual(['migrations']);
    await writer.destroy();
  });
});
