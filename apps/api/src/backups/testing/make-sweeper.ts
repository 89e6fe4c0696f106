import { CopySweep } from '../copies/copy-sweep';
import { Deletions } from '../sweep/deletions';
import { Leftovers, type LeftoverLog } from '../sweep/leftovers';
import type { KeepsEverything } from '../sweep/keeps-everything';
import type { OpenStorage } from '../sweep/open-storage';
import { Reconcile } from '../sweep/reconcile';
import { ResolveCommitting } from '../sweep/resolve-committing';
import { Sweeper } from '../sweep/sweeper';
import type { RunWorld } from './run-world';

export function makeSweeper(
  world: RunWorld,
  open: OpenStorage,
  keeps: KeepsEverything = deletesAll,
  told: LeftoverLog = () => Promise.resolve(),
): Sweeper {
  const { database, clock, transitions, totals, changed, copyTransitions } = world;
  return new Sweeper(database, clock, transitions, {
    committing: new ResolveCommitting(database, transitions, open),
    leftovers: new Leftovers(database, open, totals, changed, keeps, told),
    deletions: new Deletions(database, open, totals, changed, keeps),
    reconcile: new Reconcile(database, open, totals),
    copies: new CopySweep(database, copyTransitions, open),
  });
}

const deletesAll: KeepsEverything = () => Promise.resolve(false);
