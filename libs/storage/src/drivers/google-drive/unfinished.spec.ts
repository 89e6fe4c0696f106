import { putBuffer } from '../../put-buffer';
import type { Storage } from '../../storage';
import { bodyOf, expectedOf, never, rejection, writeAll } from '../../testing/conformance/content';
import { googlePlace, leftovers, quick, type GooglePlace } from './testing/google-place';

describe('P-STORE-15 files in Drive that were begun and never published', () => {
  let place: GooglePlace;
  beforeEach(async () => void (place = await googlePlace()));
  afterEach(() => place.dispose());

  async function found(
    storage: Storage,
    prefix = '',
  ): Promise<{ key: string; state: Readonly<Record<string, string>> }[]> {
    const all = [];
    for await (const { key, state } of storage.unfinished!(prefix)) all.push({ key, state });
    return all;
  }

  it('are listed below the prefix by their keys, and removed by what the list says', async () => {
    const { google } = place;
    const prefixed = place.open({ prefix: 'team' });
    await putBuffer(prefixed, 'shop/whole.tar', Buffer.from('whole'));
    // The process dies between the last byte and the publishing, of which no request gets through.
    google.faults.plan('update', { kind: 'silence' }, { times: 9 });
    const dying = place.open({ prefix: 'team' }, { limits: { deadlineMs: 200 } });
    const body = bodyOf(quick.chunkBytes + 1);
    google.faults.plan('delete', { kind: 'silence' }, { times: 9 });
    const upload = await dying.create('shop/dead.tar', { signal: never() });
    await writeAll(upload, body);
    await rejection(upload.commit(expectedOf(body)));
    google.faults.clear();
    expect(leftovers(google)).toHaveLength(1);
    expect(await found(prefixed, 'else')).toEqual([]);
    const [dead, ...more] = await found(prefixed, 'shop/');
    expect([dead?.key, more]).toEqual(['shop/dead.tar', []]);
    await prefixed.sweep(dead!.key, dead!.state);
    expect([await found(prefixed), leftovers(google)]).toEqual([[], []]);
  });
});
