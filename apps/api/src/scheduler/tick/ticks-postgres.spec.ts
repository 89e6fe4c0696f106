import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Place } from '../../database/place';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describeTicks } = await import('../testing/describe-ticks');
const { describeYear } = await import('../testing/describe-year');

const all = process.env['STOWBASE_TEST_ALL'] === '1';
const [begins, ends] = [new Date('2026-10-22T00:00Z'), new Date('2026-11-03T00:00Z')];
const [yearBegins, yearEnds] = [new Date('2026-06-03T10:00Z'), new Date('2027-06-03T10:00Z')];

describe('the times of schedules (PostgreSQL)', () => {
  let server: ScratchServer;
  let place: Place;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    place = { engine: 'postgres', connection: server.settings(server.superuser.user, 'postgres') };
  });
  afterAll(() => server.stop());

  describeTicks(() => place);

  describe('through weeks, or a year', () => {
    describeYear(
      () => place,
      all
        ? { schedules: 8, begins: yearBegins, ends: yearEnds, outages: 25 }
        : { schedules: 8, begins, ends, outages: 6 },
    );
  });
});
