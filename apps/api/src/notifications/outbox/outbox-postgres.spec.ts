import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Place } from '../../database/place';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describeOutbox } = await import('../testing/describe-outbox');

describe('the outbox (P-NOTIFY-5 P-NOTIFY-8 P-NOTIFY-9 P-NOTIFY-10 P-NOTIFY-11 F58, PostgreSQL)', () => {
  let server: ScratchServer;
  let databases = 0;
  let place: Place;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    databases += 1;
    const database = `outbox_${databases}`;
    await server.with(server.superuser.user, 'postgres', (sql) => sql.query(`CREATE DATABASE ${database}`));
    place = { engine: 'postgres', connection: server.settings(server.superuser.user, database) };
  });

  describeOutbox(() => place);
});
