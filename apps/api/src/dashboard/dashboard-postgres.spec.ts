import 'reflect-metadata';
import { parseConnectionUrl } from '@stowbase/postgres';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { openDatabase } = await import('../database/open-database');
const { describeDashboard } = await import('./testing/describe-dashboard');

describe('P-DASHBOARD-20 P-DASHBOARD-21 the dashboard (PostgreSQL)', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  });
  afterAll(() => server.stop());

  describeDashboard(() =>
    openDatabase({
      engine: 'postgres',
      connection: {
        ...parseConnectionUrl(server.url(server.superuser.user, 'postgres')).settings,
        tls: { mode: 'disable' },
      },
    }),
  );
});
