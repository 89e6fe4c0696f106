import { setTimeout as delay } from 'node:timers/promises';
import type { CrashService } from '../../crash/testing/crash-service';
import type { ProcessesWorld } from './processes-world';

export interface ChaosCounts {
  killed: number;
  frozen: number;
  stopped: number;
}

/** A number in [0, 1) from a seed, always the same ones (mulberry32, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Kills, freezes for longer than a lease, or stops one worker after the other, as the seed says, and starts another in its place: as often
 * as it is told to, spread over all backups. Resolves when all that it froze are awake.
 */
export async function chaos(
  world: ProcessesWorld,
  workers: CrashService[],
  { seed, leaseMs, hits, backups }: { seed: number; leaseMs: number; hits: number; backups: number },
): Promise<ChaosCounts> {
  const random = seeded(seed);
  const counts = { killed: 0, frozen: 0, stopped: 0 };
  const busy = new Set<CrashService>();
  const going: Promise<void>[] = [];
  for (let hit = 1; hit <= hits; hit += 1) {
    const due = Math.floor((hit * backups) / (hits + 2));
    // One of them always works.
    await world.until(async () => workers.length - busy.size >= 2 && (await world.ended()) >= due);
    const awake = workers.filter((worker) => !busy.has(worker));
    const worker = awake[Math.floor(random() * awake.length)];
    if (worker === undefined) throw new Error('nobody is awake');
    busy.add(worker);
    going.push(strike(worker, random()).finally(() => busy.delete(worker)));
  }
  await Promise.all(going);
  return counts;

  async function strike(worker: CrashService, act: number): Promise<void> {
    if (act < 0.4) {
      counts.frozen += 1;
      worker.signal('SIGSTOP');
      await delay(leaseMs * 1.5);
      worker.signal('SIGCONT');
      return;
    }
    if (act < 0.8) {
      counts.killed += 1;
      await worker.kill();
    } else {
      counts.stopped += 1;
      worker.signal('SIGTERM');
      expect(await worker.end()).toBe(143);
    }
    workers[workers.indexOf(worker)] = await world.start('worker');
  }
}
