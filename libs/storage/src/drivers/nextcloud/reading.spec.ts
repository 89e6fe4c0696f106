import { putBuffer } from '../../put-buffer';
import { scriptedHttp, type RecordedRequest, type ScriptedReply } from '../../testing';
import { bodyOf, readAll, rejection } from '../../testing/conformance/content';
import { cleanUp } from './testing/clean-up';
import { nextcloudUnderTest } from './testing/nextcloud-under-test';
import { testStorage } from './testing/test-storage';

const key = 'project/backup.tar';
const after = cleanUp();

/** An object of ten bytes, and what the server sends of it. */
async function readOf(reply: ScriptedReply, prop = '<getetag>"abc"</getetag>'): Promise<unknown> {
  const found = `<multistatus xmlns="DAV:"><response><href>/x</href><propstat><prop><resourcetype/>
    <getcontentlength>10</getcontentlength>${prop}</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>`;
  const answer = ({ method }: RecordedRequest): ScriptedReply =>
    method === 'PROPFIND' ? { status: 207, body: found } : reply;
  const server = await scriptedHttp(answer);
  after(() => server.stop());
  const { storage, close } = testStorage({ url: server.url, username: 'u', password: 'p', kind: 'webdav' });
  after(close);
  try {
    const body = await storage.get(key, { range: { start: 2, end: 5 } }).then(readAll);
    return body.toString();
  } catch (cause) {
    return cause;
  }
}
const part = { 'content-range': 'bytes 2-4/10' };

describe('reading from WebDAV', () => {
  it.each([
    ['the same ETag', '"abc"', '<getetag>"abc"</getetag>'],
    ['a weak one of the same words', 'W/"abc"', '<getetag>"abc"</getetag>'],
    ['one that was not told before', '"abc"', ''],
  ])('takes a range with %s', async (_title, etag, prop) => {
    expect(await readOf({ status: 206, headers: { ...part, etag }, body: 'cde' }, prop)).toBe('cde');
  });

  it('an object that was replaced since it was looked at is damaged', async () => {
    const reply = { status: 206, headers: { ...part, etag: '"other"' }, body: 'cde' };
    expect(await readOf(reply)).toMatchObject({ kind: 'damaged' });
  });

  it.each(['bytes 2-4/*', 'bytes 2-4/11', 'bytes 1-3/10', 'bytes 2-5/10', ''])(
    'a range "%s" is not the one that was asked for',
    async (range) => {
      const reply = { status: 206, headers: { 'content-range': range }, body: 'cde' };
      expect(await readOf(reply)).toMatchObject({ kind: 'size-mismatch' });
    },
  );

  it('a body of another length than its range is none', async () => {
    expect(await readOf({ status: 206, headers: part, body: 'cdef' })).toMatchObject({ kind: 'size-mismatch' });
  });
});

describe('listing WebDAV', () => {
  it('temporary files of uploads are not in it, and neither are names that are no keys', async () => {
    const { storage, double, dispose } = await nextcloudUnderTest();
    after(dispose);
    await putBuffer(storage, key, bodyOf(10));
    for (const name of [`.stowbase-${'0'.repeat(32)}.partial`, 'back\\slash', 'x'.repeat(201)]) {
      double.account.tree.put(`Backups/Stowbase/project/${name}`, Buffer.from('x'));
    }
    const keys: string[] = [];
    for await (const object of storage.list('')) keys.push(object.key);
    expect(keys).toEqual([key]);
  });

  it('a server that lists under another address is told as that, not as empty', async () => {
    const body = '<multistatus xmlns="DAV:"><response><href>/behind/the/proxy/</href></response></multistatus>';
    const server = await scriptedHttp({ status: 207, body });
    after(() => server.stop());
    const { storage, close } = testStorage({ url: server.url, username: 'u', password: 'p', kind: 'webdav' });
    after(close);
    const listing = async (): Promise<void> => {
      for await (const object of storage.list('')) void object;
    };
    expect(await rejection(listing())).toMatchObject({ kind: 'invalid-config', field: 'url' });
  });
});

it('a file of which the server tells no length is there, and damaged; lists leave it to whoever asks for it', async () => {
  const entry = (href: string, props: string): string =>
    `<response><href>${href}</href><propstat><prop>${props}</prop><status>HTTP/1.1 200 OK</status></propstat></response>`;
  const folder = entry('/', '<resourcetype><collection/></resourcetype>');
  const file = entry('/a.tar', '<resourcetype/><getetag>"abc"</getetag>');
  const server = await scriptedHttp(({ url }) => ({
    status: 207,
    body: `<multistatus xmlns="DAV:">${url === '/a.tar' ? file : folder + file}</multistatus>`,
  }));
  after(() => server.stop());
  const given = { url: server.url, username: 'u', password: 'p', kind: 'webdav', path: '' } as const;
  const { storage, close } = testStorage(given);
  after(close);
  expect(await rejection(storage.stat('a.tar'))).toMatchObject({ kind: 'damaged' });
  const keys: string[] = [];
  for await (const { key: listed } of storage.list('')) keys.push(listed);
  expect(keys).toEqual([]);
});
