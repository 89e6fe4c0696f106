import 'reflect-metadata';
import { describeOutbox } from '../testing/describe-outbox';

describe('the outbox (P-NOTIFY-5 P-NOTIFY-8 P-NOTIFY-9 P-NOTIFY-10 P-NOTIFY-11 F58, SQLite)', () => {
  describeOutbox(() => undefined);
});
