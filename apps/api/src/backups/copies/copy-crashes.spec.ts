import 'reflect-metadata';
import { describeCopyCrashes } from './testing/describe-copy-crashes';

describe('P-COPY-6 a copy whose worker dies (SQLite)', () => {
  describeCopyCrashes(() => undefined);
});
