import 'reflect-metadata';
import { describePruning } from '../testing/describe-pruning';

describe('retention at work (SQLite)', () => {
  describePruning(() => undefined);
});
