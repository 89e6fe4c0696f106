import { describeAnyRequest } from './testing/describe-any-request';

describe('whatever is asked of the service (SQLite)', () => {
  describeAnyRequest(() => ({}), 30);
});
