import type { Archive, Contents } from '@stowbase/archive';
import type { RunCounts } from '../run/run-types';
import type { RestoreScript } from '../script/restore-script';
import type { TargetFacts } from '../target/target-facts';
import type { ExpectedState } from './expected/expected-state';
import type { Catalogue } from './reading';

/** What every comparison gets. */
export interface ComparisonInput {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly script: RestoreScript;
  /** As read before the restore changed anything. */
  readonly facts: TargetFacts;
  readonly counts: RunCounts;
  readonly expected: ExpectedState;
  /** The target now. */
  readonly catalogue: Catalogue;
}
