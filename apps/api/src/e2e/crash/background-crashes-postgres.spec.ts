import { describeBackgroundCrashes } from './testing/describe-background-crashes';

// Each point once more takes minutes: the tables of both engines are the same.
if (process.env['STOWBASE_TEST_ALL'] === '1') describeBackgroundCrashes('postgres');
else it.skip('F06 the same with records on PostgreSQL: npm run test:all', () => undefined);
