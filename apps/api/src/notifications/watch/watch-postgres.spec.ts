import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Place } from '../../database/place';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describeWatch } = await import('../testing/describe-watch');

describe('the watchdog and digests (P-NOTIFY-14 P-NOTIFY-15 P-NOTIFY-16, PostgreSQL)', () => {
  let server: ScratchServer;
  let databases = 0;
  let place: Place;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    databases += 1;
    const database = `watch_${databases}`;
    await server.with(server.superuser.user, 'postgres', (sql) => sql.query(`CREATE DATABASE ${database}`));
    place = { engine: 'postgres', connection: server.settings(server.superuser.user, database) };
  });

  describeWatch(() => place);
});
