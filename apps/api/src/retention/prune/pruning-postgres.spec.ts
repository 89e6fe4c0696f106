import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Place } from '../../database/place';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describePruning } = await import('../testing/describe-pruning');
const { describeLoadSets } = await import('../testing/describe-load-sets');

describe('P-RET-2 P-RET-3 P-RET-4 P-RET-5 P-RET-6 P-RET-7 P-RET-11 P-RET-12 P-RET-13 F29 F30 F32 F33 retention at work (PostgreSQL)', () => {
  let server: ScratchServer;
  let place: Place;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    place = { engine: 'postgres', connection: server.settings(server.superuser.user, 'postgres') };
  });
  afterAll(() => server.stop());

  describePruning(() => place);
  describeLoadSets(() => place);
});
