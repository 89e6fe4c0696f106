import { describeFaults, everySecond } from './testing/describe-faults';

describeFaults('sqlite', everySecond(2, process.env['STOWBASE_TEST_ALL'] === '1' ? 100 : 2));
