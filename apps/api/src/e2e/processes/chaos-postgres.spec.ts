import { fileSource, openArchive } from '@stowbase/archive';
import { chaos } from './testing/chaos';
import { ProcessesWorld } from './testing/processes-world';

const all = process.env['STOWBASE_TEST_ALL'] === '1';
const seed = Number(process.env['STOWBASE_TEST_SEED'] ?? 7);
const count = all ? 500 : 24;
const hits = all ? 40 : 5;
const leaseMs = 6_000;
const limit = 6;

describe('two processes that answer requests and three that work', () => {
  let world: ProcessesWorld;
  beforeAll(async () => {
    world = await ProcessesWorld.make({ leaseMs, outageMs: leaseMs / 2 }, { MAX_CONCURRENT_RUNS: String(limit) });
  }, 600_000);
  afterAll(() => world.stop());

  it(
    `P-HA-9 each of ${count} backups ends once, none twice, none is lost and nothing is left over, whatever happens to the workers (F44)`,
    async () => {
      const apis = [await world.start('api'), await world.start('api')];
      const api = (n: number) => apis[n % apis.length]!;
      await world.setUp(api(0));
      const workers = await Promise.all([1, 2, 3].map(() => world.start('worker')));
      const projects = await world.addProjects(api(0), count);
      const happened = chaos(world, workers, { seed, leaseMs, hits, backups: count });
      const ids: string[] = [];
      for (const [n, project] of projects.entries()) ids.push(await world.ask(api(n), project));
      let most = 0;
      await world.until(async () => {
        const { queued = 0, running = 0, committing = 0 } = await world.states();
        most = Math.max(most, running);
        return queued + running + committing === 0;
      });
      const counts = await happened;
      await world.swept();

      const rows = await world.query('SELECT id, status, attempt, interruptions, error_code FROM backups ORDER BY id');
      expect(rows.map(({ id }) => id)).toEqual([...ids].sort());
      const states = await world.states();
      // Who was interrupted twice isn't begun again by itself, and says so.
      const twice = rows.filter(({ status }) => status === 'interrupted');
      expect(twice.map(({ attempt, interruptions }) => `${attempt} ${interruptions}`)).toEqual(twice.map(() => '2 1'));
      expect({ ...states, interrupted: 0 }).toEqual({ interrupted: 0, succeeded: count - twice.length });
      expect(most).toBeGreaterThan(1);
      expect(most).toBeLessThanOrEqual(limit);

      const ended = await world.query("SELECT backup_id FROM run_log WHERE code = 'DONE'");
      expect(new Set(ended.map(({ backup_id: id }) => id)).size).toBe(ended.length);
      const copies = await world.query("SELECT storage_file_path AS key FROM backup_copies WHERE status = 'stored'");
      expect(copies).toHaveLength(count - twice.length);
      expect(world.stored).toEqual(copies.map(({ key }) => String(key)).sort());
      for (const key of world.stored.slice(0, 10)) {
        const archive = await openArchive(fileSource(world.pathOf(key)));
        expect(await archive.verify(2)).toMatchObject({ ok: true });
        await archive.close();
      }
      process.stdout.write(
        `chaos: seed ${seed}, ${JSON.stringify({ ...counts, ...states, attempts: rows.reduce((sum, { attempt }) => sum + Number(attempt), 0), most })}\n`,
      );
    },
    all ? 3_600_000 : 600_000,
  );
});
