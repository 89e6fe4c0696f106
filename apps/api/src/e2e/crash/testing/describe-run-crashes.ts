import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../../backups/testing/until';
import { CrashWorld, type FaultPoint } from './crash-world';
import type { RecordsEngine } from './crash-records';
import { everyFifth } from './every-fifth';
import { runCases } from './run-cases';

const all = process.env['STOWBASE_TEST_ALL'] === '1';

/** Every point of a backup's life, from the request to its end, and of the sweep that finds out what became of it. */
export function describeRunCrashes(engine: RecordsEngine): void {
  describe(`a service that dies while a backup is made (${engine})`, () => {
    let world: CrashWorld;
    beforeAll(async () => {
      world = await CrashWorld.make(engine);
    }, 600_000);
    afterAll(() => world.stop());

    it.each(everyFifth(runCases).map((one) => [one.point, (one.wanted?.to ?? ['disk']).join(' and '), one] as const))(
      'P-CRASH-1 F06 at %s, to %s: after the restart the backup is complete, nothing is left, the queue goes on',
      async (point, _, { attempts, wanted = {} }) => {
        await world.start(point);
        await Promise.all([world.ask(wanted).catch(noReply), world.died()]);
        await world.start();
        await world.goesOn(attempts);
      },
      120_000,
    );

    it('P-CRASH-1 F06 at run/inserted, before the request is written down: there is no such backup', async () => {
      const before = await world.all();
      await world.start('run/inserted');
      await Promise.all([expect(world.ask()).rejects.toThrow(), world.died()]);
      await world.start();
      expect((await world.all()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
      await world.ask();
      await world.goesOn(1);
    }, 120_000);

    it.each(everyFifth<FaultPoint>(['run/cancel-requested', 'upload/aborted']))(
      'P-CRASH-1 F06 at %s: what somebody has cancelled stays cancelled',
      async (point) => {
        await world.start(point);
        const { id } = await world.ask({ all: true, to: ['disk', 'bucket'] });
        await until(async () => (await world.backup(id)).copies.every(({ status }) => status === 'uploading'));
        await Promise.all([world.client.post(`/backups/${id}/cancel`).catch(noReply), world.died()]);
        await world.start();
        expect(await world.ended(id)).toMatchObject({ status: 'cancelled', attempt: 1 });
        await world.expectClean();
        await world.ask();
        await world.goesOn(1);
      },
      120_000,
    );

    it.each(everyFifth<FaultPoint>(['sweep/taken-over', 'sweep/looked', 'sweep/adopted']))(
      'P-CRASH-1 F06 at %s, while it finds out what became of a backup: the next start does',
      async (point) => {
        await world.start('upload/published');
        await Promise.all([world.ask().catch(noReply), world.died()]);
        await world.dieAt(point);
        await world.start();
        await world.goesOn(1);
      },
      120_000,
    );

    it('P-CRASH-1 F06 at run/queued-again, while it ends the backup of a dead process: the next start does', async () => {
      await world.start('run/begun');
      await Promise.all([world.ask().catch(noReply), world.died()]);
      await world.dieAt('run/queued-again');
      await world.start();
      await world.goesOn(2);
    }, 120_000);

    it('P-CRASH-2 F06 twice in one backup: it is interrupted, says so, and the queue goes on', async () => {
      await world.start('run/begun');
      const [asked] = await Promise.all([world.ask(), world.died()]);
      await world.dieAt('run/begun');
      await world.start();
      expect(await world.ended(asked.id)).toMatchObject({
        status: 'interrupted',
        shownStatus: 'interrupted',
        attempt: 2,
        error: { code: 'RUN_INTERRUPTED', nextStep: 'Start it again by hand.' },
        copies: [{ status: 'failed' }],
      });
      await world.expectClean();
      await world.ask();
      await world.goesOn(1);
    }, 120_000);

    it.each(everyFifth<FaultPoint>(['direct/begun', 'direct/ready']))(
      'P-CRASH-1 F06 at %s: a backup into a browser is interrupted, and never begun again by itself',
      async (point) => {
        await world.start(point);
        const { projectId } = world.wanted() as { projectId: string };
        await Promise.all([world.client.post('/backups/stream', { projectId }).catch(noReply), world.died()]);
        await world.start();
        const { id } = await world.newest();
        expect(await world.ended(id)).toMatchObject({ status: 'interrupted', attempt: 1 });
        await world.expectClean();
        await world.ask();
        await world.goesOn(1);
      },
      120_000,
    );

    it('P-CRASH-1 F06 while another backup waits for its turn: both are complete after the restart', async () => {
      await world.start('run/begun', { MAX_CONCURRENT_RUNS: '1' });
      const [first, second] = await Promise.all([world.ask(), world.ask({ project: 1 }).catch(noReply), world.died()]);
      await world.start(null, { MAX_CONCURRENT_RUNS: '1' });
      expect(await world.ended(first.id)).toMatchObject({ status: 'succeeded' });
      if (second !== null) expect(await world.ended(second.id)).toMatchObject({ status: 'succeeded' });
      await world.expectClean();
    }, 120_000);

    const random = all ? 60 : 2;
    it(`P-CRASH-1 F06 at any moment (${random} times): nothing but whole archives of succeeded backups is ever left`, async () => {
      for (let round = 0; round < random; round += 1) {
        const service = await world.start();
        // The one before may be under way again.
        await world.client.post('/backups', world.wanted({ all: round % 2 === 0, to: ['disk', 'bucket'] }));
        await delay(Math.random() * 2500);
        await service.kill();
      }
      await world.start();
      const { status } = await world.ended((await world.newest()).id);
      expect(['succeeded', 'interrupted']).toContain(status);
      await world.expectClean();
      await world.ask();
      await world.goesOn(1);
    }, 900_000);
  });
}

/** The process died while it answered. */
const noReply = (): null => null;
