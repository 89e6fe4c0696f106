import { bodyOf, never, rejection, writeAll } from '../../testing/conformance/content';
import type { UnfinishedUpload } from '../../storage';
import { cleanUp } from './testing/clean-up';
import { nextcloudUnderTest, type NextcloudUnderTest } from './testing/nextcloud-under-test';
import { partBytes, testStorage } from './testing/test-storage';

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}

describe('P-STORE-15 uploads to a Nextcloud that were begun and not ended', () => {
  const after = cleanUp();
  const fresh = async (): Promise<NextcloudUnderTest> => {
    const made = await nextcloudUnderTest();
    after(made.dispose);
    return made;
  };
  const unfinished = ({ storage }: NextcloudUnderTest, prefix = ''): Promise<UnfinishedUpload[]> =>
    all(storage.unfinished!(prefix));

  it('chunks and temporary files of one upload are one, below a prefix too; what others have there is not ours', async () => {
    const at = await fresh();
    const { account } = at.double;
    const upload = await at.storage.create('shop/a.tar', { signal: never() });
    await writeAll(upload, bodyOf(2 * partBytes + 1));
    const [uploadId = ''] = [...account.uploads.keys()];
    const tempName = `.${uploadId}.partial`;
    account.tree.put(`Backups/Stowbase/shop/${tempName}`, Buffer.from('x'));
    const other = `.stowbase-${'a'.repeat(32)}.partial`;
    account.tree.put(`Backups/Stowbase/shop/${other}`, Buffer.from('x'));
    account.uploads.set('web-file-upload-0123456789', { ...account.uploads.get(uploadId)!, touched: 0 });
    const found = await unfinished(at, 'shop/');
    expect(found.map(({ key, state }) => [key, state['tempName']]).sort()).toEqual(
      [tempName, other].map((name) => ['shop/unfinished', name]).sort(),
    );
    expect(found.map(({ state }) => state['uploadId'])).toContain(uploadId);
    expect(await unfinished(at)).toHaveLength(2);
    expect(await unfinished(at, 'else')).toEqual([]);
    for (const { key, state } of found) await at.storage.sweep(key, state);
    await upload.abort('The test is over.');
    expect(await at.leftovers()).toEqual(['web-file-upload-0123456789']);
  });

  it('a folder of chunks is as old as its last chunk', async () => {
    const at = await fresh();
    const touched = Date.UTC(2026, 0, 2);
    const folder = { chunks: new Map(), target: null, v2: true, touched, assembling: null };
    at.double.account.uploads.set(`stowbase-${'a'.repeat(32)}`, folder);
    expect(await unfinished(at)).toMatchObject([{ key: 'unfinished', begun: new Date(touched) }]);
  });
});

describe('what a WebDAV server says of files and folders', () => {
  const after = cleanUp();

  it('an empty list where all files of the account should lie, and nobody has them, is an error and no list', async () => {
    const { double, storage, dispose } = await nextcloudUnderTest();
    after(dispose);
    expect(await all(storage.list(''))).toEqual([]);
    double.account.tree.remove('');
    expect(await rejection(all(storage.list('')))).toMatchObject({ kind: 'invalid-config', field: 'url' });
  });

  it('a folder of a plain server that is not there any more is an error, too', async () => {
    const { double, dispose } = await nextcloudUnderTest();
    after(dispose);
    const { account } = double;
    const url = `${double.url}/remote.php/dav/files/${account.id}/gone/`;
    const plain = testStorage({
      url,
      username: account.id,
      password: account.newAppPassword(),
      kind: 'webdav',
      path: '',
    });
    after(plain.close);
    expect(await rejection(all(plain.storage.list('shop/')))).toMatchObject({ kind: 'invalid-config', field: 'url' });
  });
});
