import { Deletions } from '../sweep/deletions';
import { Leftovers } from '../sweep/leftovers';
import type { OpenStorage } from '../sweep/open-storage';
import { Reconcile } from '../sweep/reconcile';
import { ResolveCommitting } from '../sweep/resolve-committing';
import { Sweeper } from '../sweep/sweeper';
import type { RunWorld } from './run-world';

export function makeSweeper({ database, clock, transitions, totals, changed }: RunWorld, open: OpenStorage): Sweeper {
  return new Sweeper(database, clock, transitions, {
    committing: new ResolveCommitting(database, transitions, open),
    leftovers: new Leftovers(database, open, totals, changed),
    deletions: new Deletions(database, open, totals, changed),
    reconcile: new Reconcile(database, open, totals),
  });
}
