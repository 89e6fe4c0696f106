import { describeStartCrashes } from './testing/describe-start-crashes';

describeStartCrashes('sqlite');
