import { describeFaults, everySecond } from './testing/describe-faults';

describeFaults('sqlite', everySecond(1, process.env['STOWBASE_TEST_ALL'] === '1' ? 100 : 2));
