import { NextcloudDouble, type NextcloudOptions, type StorageUnderTest } from '../../../testing';
import type { DavLimits } from '../dav-limits';
import { testStorage } from './test-storage';

export interface NextcloudUnderTest extends StorageUnderTest {
  readonly double: NextcloudDouble;
  /** Unfinished uploads and temporary files, as the server has them. */
  leftovers(): Promise<string[]>;
  /** Keys of the objects that the server has. */
  readonly keys: string[];
}

/** A Nextcloud of its own, and the driver signed in to it. */
export async function nextcloudUnderTest(
  options: NextcloudOptions = {},
  limits: Partial<DavLimits> = {},
): Promise<NextcloudUnderTest> {
  const double = await NextcloudDouble.start(options);
  const { account } = double;
  const { loginName: username } = account;
  const opened = testStorage({ url: double.url, username, password: account.newAppPassword() }, limits);
  const isTemp = (path: string): boolean => path.includes('.stowbase-');
  const top = 'Backups/Stowbase/';
  return {
    ...opened,
    double,
    leftovers: () => Promise.resolve([...account.uploads.keys(), ...account.tree.files().filter(isTemp)]),
    get keys() {
      return account.tree
        .files()
        .flatMap((path) => (path.startsWith(top) && !isTemp(path) ? [path.slice(top.length)] : []));
    },
    async dispose() {
      await opened.close();
      await double.close();
    },
  };
}
