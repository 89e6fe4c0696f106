import 'reflect-metadata';
import { describeLoadSets } from '../testing/describe-load-sets';
import { describePruning } from '../testing/describe-pruning';

describe('P-RET-2 P-RET-3 P-RET-4 P-RET-5 P-RET-6 P-RET-7 P-RET-11 P-RET-12 P-RET-13 F29 F30 F32 F33 retention at work (SQLite)', () => {
  describePruning(() => undefined);
  describeLoadSets(() => undefined);
});
