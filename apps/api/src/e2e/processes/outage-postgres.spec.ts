import { setTimeout as delay } from 'node:timers/promises';
import { ProcessesWorld } from './testing/processes-world';

const all = process.env['STOWBASE_TEST_ALL'] === '1';

/** Milliseconds: as the service has them, or all of them shorter. */
const away = all ? 60_000 : 5_000;
const times = all ? null : { leaseMs: 16_000, outageMs: 12_000 };

describe('records that are away for a minute', () => {
  let world: ProcessesWorld;
  beforeAll(async () => {
    world = await ProcessesWorld.make(times);
  }, 600_000);
  afterAll(() => world.stop());

  it(
    'P-HA-6 end no run: one that is at work, and one that is to be stored meanwhile (F49)',
    async () => {
      const api = await world.start('api');
      const bytesASecond = 128 * 1024;
      await world.setUp(api, bytesASecond);
      await world.start('worker');
      // Its upload takes longer than the records are away.
      await world.fill((bytesASecond * away * 1.3) / 1_000);
      const [large = '', small = ''] = await world.addProjects(api, 2);
      await world.ask(api, large, 'full');
      await world.ask(api, small);
      await world.until(async () => (await world.states())['running'] === 2);
      world.proxy.goAway();
      // Who asks meanwhile is told what is wrong, and that it is no bug.
      expect(await world.look(api)).toMatchObject({ status: 503, body: { code: 'RECORDS_AWAY' } });
      await delay(away);
      world.proxy.comeBack();
      await world.until(async () => (await world.ended()) === 2);
      const rows = await world.query('SELECT status, attempt, interruptions, retries, error_code FROM backups');
      const fine = { status: 'succeeded', attempt: 1, interruptions: 0, retries: 0, error_code: null };
      expect(rows).toEqual([fine, fine]);
      expect(world.stored).toHaveLength(2);
    },
    all ? 400_000 : 180_000,
  );
});
