import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainConnect } from '../../http/testing/local-server';
import type { Storage } from '../../storage';
import { withPrefix } from '../../wrappers/with-prefix';
import { localMapped } from './local-mapped';

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}

describe('P-STORE-15 uploads that were begun and not ended', () => {
  let root: string;
  let storage: Storage;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'stowbase-unfinished-'));
    mkdirSync(join(root, 'shop/2026'), { recursive: true });
    storage = await localMapped.open({ path: root }, { connect: plainConnect, localRoots: [root], forbiddenRoots: [] });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are listed apart from objects, below a prefix too, and removed by what the list says', async () => {
    const temp = '.stowbase-0123456789abcdef.partial';
    for (const file of ['shop/2026/a.tar', `shop/2026/${temp}`, `${temp.replace('0', '1')}`])
      writeFileSync(join(root, file), 'x');
    const below = withPrefix(storage, 'shop');
    const found = await all(below.unfinished!(''));
    expect(found).toMatchObject([{ key: '2026/unfinished', state: { tempName: temp } }]);
    expect(await all(storage.unfinished!(''))).toHaveLength(2);
    await below.sweep(found[0]!.key, found[0]!.state);
    expect(await all(below.unfinished!(''))).toEqual([]);
    expect((await all(storage.list(''))).map(({ key }) => key)).toEqual(['shop/2026/a.tar']);
  });
});
