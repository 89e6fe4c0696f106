import { liveStatuses } from '../backup.entity';
import type { Claim } from '../transitions/claim';
import type { RunWorld } from './run-world';
import type { WorkerTransitions } from './step-worker';

/**
 * What workers call, with a look at the rows before and after: whoever has lost his claim is told so and changes nothing, and whoever is
 * told that he has lost it has changed nothing. Only for a world in which one thing happens after the other.
 */
export function fencedTransitions(world: RunWorld): WorkerTransitions {
  const { transitions } = world;

  async function fenced(claim: Claim, work: () => Promise<boolean>): Promise<boolean> {
    const [row, copies] = [await world.run(claim.backupId), await world.copies(claim.backupId)];
    const holds = row.token === claim.token && liveStatuses.includes(row.status);
    const done = await work();
    if (holds && done) return true;
    expect({ holds, done }).toEqual({ holds, done: false });
    expect([await world.run(claim.backupId), await world.copies(claim.backupId)]).toEqual([row, copies]);
    return false;
  }

  return {
    copyUploading: (claim, ...rest) => fenced(claim, () => transitions.copyUploading(claim, ...rest)),
    copySettled: (claim, ...rest) => fenced(claim, () => transitions.copySettled(claim, ...rest)),
    beginCommitting: (claim, facts) => fenced(claim, () => transitions.beginCommitting(claim, facts)),
    finish: (claim, outcome) => fenced(claim, () => transitions.finish(claim, outcome)),
  };
}
