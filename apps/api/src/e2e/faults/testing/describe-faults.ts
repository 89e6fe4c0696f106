import type { RecordsEngine } from '../../crash/testing/crash-records';
import { CrashWorld } from '../../crash/testing/crash-world';
import { expectTruth } from './expect-truth';
import { FaultFronts } from './fault-fronts';
import { faultPlan, type FaultPlan } from './fault-plan';
import { playPlan } from './play-plan';

const asked = process.env['STOWBASE_FAULT_SEED'];
/** How each one ended, a line each. */
const isTold = process.env['STOWBASE_FAULT_STORY'] === '1';

/** @returns seeds from `first`, every second one: two specs share them */
export const everySecond = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + 2 * index);

/**
 * The service among random faults of its destinations, its projects' database, its records and its process. Then all is well again, and
 * after one more start the records tell the truth, and nothing lies anywhere that they don't name.
 */
export function describeFaults(engine: RecordsEngine, seeds: readonly number[]): void {
  describe(`random faults (records: ${engine})`, () => {
    let world: CrashWorld;
    let fronts: FaultFronts;
    beforeAll(async () => {
      world = await CrashWorld.make(engine, {
        fronts: async (...ports) => (fronts = await FaultFronts.make(...ports)),
      });
    }, 600_000);
    afterAll(async () => {
      await world.end();
      await fronts.stop();
      await world.stop();
    });

    it.each(asked === undefined ? seeds : [Number(asked)])(
      'P-CRASH-6 seed %i: no success that is none, no orphan, nothing stuck, and the service answers',
      async (seed) => {
        const plan = faultPlan(seed, engine);
        try {
          await tidy(world);
          await world.end();
          await playPlan(plan, world, fronts);
          await settled(world, engine === 'sqlite');
          if (isTold) process.stderr.write(`seed ${seed}: ${await ends(world)}\n`);
        } catch (error) {
          process.stderr.write(`STOWBASE_FAULT_SEED=${seed} replays ${story(plan)}\n`);
          throw error;
        }
      },
      180_000,
    );
  });
}

/** The newest three stay: the disk is not endless. */
async function tidy(world: CrashWorld): Promise<void> {
  for (const { id } of (await world.all()).slice(3)) await world.client.delete(`/backups/${id}`);
}

/** A day later: what was to be tried again is due, and what is kept for a day is not kept any more. */
async function settled(world: CrashWorld, isOwnClock: boolean): Promise<void> {
  await world.records.run(`UPDATE backups SET run_after = '2020-01-01' WHERE status = 'queued'`);
  await world.records.run(`UPDATE copy_jobs SET run_after = '2020-01-01' WHERE status IN ('queued', 'committing')`);
  await world.records.run(`UPDATE backup_copies SET retry_at = '2020-01-01' WHERE retry_at IS NOT NULL`);
  await world.start();
  await expectTruth(world, isOwnClock);
}

async function ends(world: CrashWorld): Promise<string> {
  const [first, second] = await world.all();
  const told = [first, second].map(
    (one) =>
      `${one?.status} ${one?.attempt} ${one?.error?.code ?? ''} ${one?.copies.map(({ status, error }) => `${status} ${error?.code ?? ''}`).join(', ')}`,
  );
  return told.join(' | ');
}

const story = ({ env, steps }: FaultPlan): string => JSON.stringify({ env, steps });
