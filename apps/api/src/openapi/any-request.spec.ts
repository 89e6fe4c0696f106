import { describeAnyRequest } from './testing/describe-any-request';

describe('P-API-5 whatever is asked of the service (SQLite)', () => {
  describeAnyRequest(() => ({}), 20);
});
