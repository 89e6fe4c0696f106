import { describeBackgroundCrashes } from './testing/describe-background-crashes';

describeBackgroundCrashes('sqlite');
