import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fakePgDump } from '@stowbase/dump/testing';
import { until } from '../../backups/testing/until';
import { crashPoints, type CrashPoint } from './testing/crash-point';
import type { CrashService } from './testing/crash-service';
import { CrashWorld } from './testing/crash-world';

/** How often a backup was begun whose service was killed there: what was whole by then is kept. */
const attempts: Readonly<Record<Exclude<CrashPoint, 'deleted'>, number>> = {
  queued: 1,
  claimed: 2,
  connecting: 2,
  uploading: 2,
  'before END': 2,
  'after END': 2,
  committing: 2,
  named: 1,
  published: 1,
  settled: 1,
  succeeded: 1,
};

describe('a service that is killed (kill -9)', () => {
  let world: CrashWorld;
  beforeAll(async () => {
    world = await CrashWorld.make();
  }, 180_000);
  afterAll(() => world.stop());

  async function killed(service: CrashService): Promise<void> {
    await world.gone(await service.kill());
  }

  /** The last backup is complete, nothing else is left, and the project's next one works. */
  async function goesOn(attempt: number): Promise<void> {
    const { id } = await world.newest();
    const backup = await world.ended(id);
    expect(backup).toMatchObject({ status: 'succeeded', shownStatus: 'complete', error: null, attempt });
    await world.expectClean();
    const next = await world.ask();
    expect(await world.ended(next.id)).toMatchObject({ status: 'succeeded', shownStatus: 'complete', attempt: 1 });
    await world.expectClean();
  }

  it.each(crashPoints.filter((point) => point !== 'deleted'))(
    'P-CRASH-1 F06 at %s: after the restart the backup is complete, nothing is left, the queue goes on',
    async (point) => {
      const service = await world.start(point);
      const asked = world.ask({ all: point === 'uploading' }).catch(() => null);
      await service.at(point);
      if (point === 'uploading') {
        expect(service.processesBelow().some(({ command }) => command.includes('pg_dump'))).toBe(true);
        expect(await world.strays()).toHaveLength(1);
      }
      await killed(service);
      await asked;

      await world.start();
      await goesOn(attempts[point]);
    },
    120_000,
  );

  describe('while pg_dump reads rows', () => {
    /** A pg_dump that stops in the middle of the rows, for ever. @returns the service, there */
    async function dumping(env: Readonly<Record<string, string>> = {}): Promise<CrashService> {
      const mark = world.path(`dumping-${Math.random()}`);
      const tools = await fakePgDump(`"$REAL" "$@" | head -c 1000000; : > '${mark}'; exec sleep 600`);
      const service = await world.start(null, { ...env, PG_CLIENT_DIRS: tools.dir });
      await world.ask();
      await until(() => existsSync(mark));
      await tools.remove();
      expect(service.processesBelow().some(({ command }) => command.includes('sleep 600'))).toBe(true);
      return service;
    }

    it('P-CRASH-1 F06 F07 killed: no pg_dump outlives it, and the backup is begun anew', async () => {
      await killed(await dumping());
      await world.start();
      await goesOn(2);
    }, 120_000);

    it('F08 told to stop: the backup is aborted when the grace is over, and begun anew at the next start', async () => {
      const service = await dumping({ SHUTDOWN_GRACE_SECONDS: '0' });
      const below = service.processesBelow().map(({ pid }) => pid);
      service.signal('SIGTERM');
      expect(await service.end()).toBe(143);
      await world.gone(below);
      expect(world.leftFiles()).toEqual([]);
      await world.start();
      await goesOn(2);
    }, 120_000);

    it('F09 told so twice: the backup is aborted at once', async () => {
      const service = await dumping({ SHUTDOWN_GRACE_SECONDS: '3600' });
      const below = service.processesBelow().map(({ pid }) => pid);
      // What follows at once counts as the same key press.
      await until(() => {
        if (!service.ended) service.signal('SIGTERM');
        return service.output.includes('what runs is aborted');
      });
      expect(await service.end()).toBe(143);
      await world.gone(below);
      expect(world.leftFiles()).toEqual([]);
      await world.start();
      await goesOn(2);
    }, 120_000);
  });

  it('P-CRASH-1 F06 while another backup waits for its turn: both are complete after the restart', async () => {
    const service = await world.start('claimed', { MAX_CONCURRENT_RUNS: '1' });
    const first = await world.ask();
    await service.at('claimed');
    const second = await world.ask({ project: 1 });
    await killed(service);
    await world.start(null, { MAX_CONCURRENT_RUNS: '1' });
    expect(await world.ended(first.id)).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(await world.ended(second.id)).toMatchObject({ status: 'succeeded', attempt: 1 });
    await world.expectClean();
  }, 120_000);

  it('P-CRASH-2 F06 twice in one backup: it is interrupted, says so, and the queue goes on', async () => {
    const first = await world.start('claimed');
    const { id } = await world.ask();
    await first.at('claimed');
    await killed(first);
    const second = await world.start('claimed');
    await second.at('claimed');
    await killed(second);
    await world.start();
    expect(await world.ended(id)).toMatchObject({
      status: 'interrupted',
      shownStatus: 'interrupted',
      attempt: 2,
      error: { code: 'RUN_INTERRUPTED', nextStep: 'Start it again by hand.' },
      copies: [{ status: 'failed' }],
    });
    await world.expectClean();
    await world.ask();
    await goesOn(1);
  }, 120_000);

  it('F31 while a backup is deleted: it is deleted after the restart', async () => {
    const { id } = await world.ask();
    await world.ended(id);
    const service = await world.start('deleted');
    expect(await world.client.delete(`/backups/${id}`)).toMatchObject({ status: 202 });
    await service.at('deleted');
    await killed(service);
    await world.start();
    await until(async () => (await world.backup(id)).copies.every(({ status }) => status === 'deleted'));
    await world.expectClean();
  }, 120_000);

  const random = process.env['STOWBASE_TEST_ALL'] === '1' ? 60 : 2;
  it(`P-CRASH-1 F06 at any moment (${random} times): nothing but whole archives of succeeded backups is ever left`, async () => {
    for (let round = 0; round < random; round += 1) {
      const service = await world.start();
      // The one before may be under way again.
      await world.client.post('/backups', world.wanted({ all: round % 2 === 0 }));
      await delay(Math.random() * 2500);
      await killed(service);
    }
    await world.start();
    const { status } = await world.ended((await world.newest()).id);
    expect(['succeeded', 'interrupted']).toContain(status);
    await world.expectClean();
    await world.ask();
    await goesOn(1);
  }, 900_000);
});
