import 'reflect-metadata';
import { describeOutbox } from '../testing/describe-outbox';

describe('the outbox (SQLite)', () => {
  describeOutbox(() => undefined);
});
