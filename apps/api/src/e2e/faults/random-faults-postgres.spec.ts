import { describeFaults, everySecond } from './testing/describe-faults';

if (process.env['STOWBASE_TEST_ALL'] === '1') describeFaults('postgres', everySecond(1001, 40));
else it.skip('the same with records on PostgreSQL: npm run test:all', () => undefined);
