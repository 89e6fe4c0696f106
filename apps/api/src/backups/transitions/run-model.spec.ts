import 'reflect-metadata';
import { describeRunModel } from '../testing/describe-run-model';

describe('runs that many touch at once (SQLite)', () => {
  describeRunModel(() => undefined, { long: true });
});
