import 'reflect-metadata';
import { describeRunModel } from '../testing/describe-run-model';

describe('P-RUN-8 runs that many touch at once (SQLite)', () => {
  describeRunModel(() => undefined, { long: true });
});
