import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describeAnyRequest } = await import('./testing/describe-any-request');

describe('P-API-5 whatever is asked of the service (PostgreSQL)', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  });
  afterAll(() => server.stop());

  describeAnyRequest(() => ({ DATABASE_URL: `${server.url(server.superuser.user, 'postgres')}?sslmode=disable` }), 10);
});
