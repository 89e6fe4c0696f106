import { describeSelfRestore } from '../testing/describe-self-restore';

describe('records that are put back into a folder', () => {
  describeSelfRestore({ from: () => Promise.resolve({}), to: () => Promise.resolve(null) });
});
