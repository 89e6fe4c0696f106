import 'reflect-metadata';
import { parseConnectionUrl } from '@stowbase/postgres';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Place } from '../../database/place';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describeCopyCrashes } = await import('./testing/describe-copy-crashes');

describe('P-COPY-6 a copy whose worker dies (PostgreSQL)', () => {
  let server: ScratchServer;
  let place: Place;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { settings } = parseConnectionUrl(server.url(server.superuser.user, 'postgres'));
    place = { engine: 'postgres', connection: { ...settings, tls: { mode: 'disable' } } };
  });
  afterAll(() => server.stop());

  describeCopyCrashes(() => place);
});
