import 'reflect-metadata';
import { parseConnectionUrl } from '@stowbase/postgres';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Place } from '../../database/place';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describeRunModel } = await import('../testing/describe-run-model');

describe('P-RUN-8 runs that many touch at once (PostgreSQL)', () => {
  let server: ScratchServer;
  let place: Place;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { settings } = parseConnectionUrl(server.url(server.superuser.user, 'postgres'));
    place = { engine: 'postgres', connection: { ...settings, tls: { mode: 'disable' } } };
  });
  afterAll(() => server.stop());

  describeRunModel(() => place, { long: false });
});
