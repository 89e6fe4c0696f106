import { describeRunCrashes } from './testing/describe-run-crashes';

describeRunCrashes('sqlite');
