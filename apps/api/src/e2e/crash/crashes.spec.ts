import { crashPoints, type CrashPoint } from './testing/crash-point';
import { CrashWorld } from './testing/crash-world';

/** What becomes of a backup whose service was killed there: nothing has happened yet, it is begun anew, it is complete. */
const outcomes: Readonly<Record<Exclude<CrashPoint, 'deleted'>, { attempt: number }>> = {
  queued: { attempt: 1 },
  claimed: { attempt: 2 },
  connecting: { attempt: 2 },
  uploading: { attempt: 2 },
  'before END': { attempt: 2 },
  'after END': { attempt: 2 },
  committing: { attempt: 2 },
  named: { attempt: 1 },
  published: { attempt: 1 },
  settled: { attempt: 1 },
  succeeded: { attempt: 1 },
};

describe('a service that is killed (kill -9)', () => {
  let world: CrashWorld;
  beforeAll(async () => {
    world = await CrashWorld.make();
  }, 180_000);
  afterAll(() => world.stop());

  /** After a restart: the queue goes on by itself, and the project's next backup works. */
  async function nextWorks(): Promise<void> {
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
      await world.gone(await service.kill());
      await asked;

      await world.start();
      const { id } = await world.newest();
      const backup = await world.ended(id);
      expect(backup).toMatchObject({ status: 'succeeded', shownStatus: 'complete', error: null, ...outcomes[point] });
      await world.expectClean();
      await nextWorks();
    },
    120_000,
  );
});
