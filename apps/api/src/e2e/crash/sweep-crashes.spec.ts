import { describeSweepCrashes } from './testing/describe-sweep-crashes';

describeSweepCrashes('sqlite');
