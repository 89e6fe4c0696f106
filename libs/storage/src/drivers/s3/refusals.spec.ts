import { inspect } from 'node:util';
import { putBuffer } from '../../put-buffer';
import type { Storage } from '../../storage';
import { StorageError } from '../../storage-error';
import { bodyOf, expectedOf, never, readAll, rejection, writeAll } from '../../testing/conformance/content';
import { startRadosgw, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import { isPart, isPut, isStop, s3Front, s3Says, type FrontReply, type S3Front, type Seen } from './testing/s3-front';
import { opened, type OpenedOptions } from './testing/s3-under-test';

const key = 'project/backup.tar';
const small = bodyOf(1_000);
const canary = 'canary-5f0d77';
const listsParts = ({ method, url }: Seen): boolean => method === 'GET' && url.includes('uploadId=');
const anything = (): boolean => true;

describe('P-S3-7 what a store refuses is said so that it can be mended', () => {
  let server: S3Server;
  let front: S3Front;
  let bucket: string;
  const open: Storage[] = [];
  const storage = (options: OpenedOptions = {}, name = bucket): Storage => {
    const one = opened(front, name, options);
    open.push(one);
    return one;
  };

  beforeAll(async () => {
    server = await startRadosgw();
    front = await s3Front(server);
    bucket = await server.freshBucket();
  }, 60_000);
  afterAll(async () => {
    await front.stop();
    await server.stop();
  });
  afterEach(async () => {
    front.pass();
    for (const one of open.splice(0)) await one.close();
  });

  const put = (one: Storage): Promise<unknown> => putBuffer(one, key, small);
  const stopAndSweep = async (one: Storage): Promise<void> => {
    let state = {};
    const upload = await one.create(key, { signal: never(), onState: (told) => Promise.resolve(void (state = told)) });
    await writeAll(upload, bodyOf(smallestPart + 1), 1024 * 1024);
    await upload.abort('The test stops it.');
    await one.sweep(key, state);
  };
  const secret = { secretAccessKey: `${canary}-secret`, sessionToken: `${canary}-token` };
  const region: FrontReply = { status: 301, headers: { 'x-amz-bucket-region': 'eu-west-3' } };

  const refusals: readonly [
    title: string,
    ends: { readonly kind: string; readonly field?: string },
    action: string,
    does: () => Promise<unknown>,
  ][] = [
    [
      'the bucket is missing',
      { kind: 'invalid-config', field: 'bucket' },
      's3:ListBucket',
      () => storage({}, 'no-such-bucket').stat(key),
    ],
    [
      'the access key ID is unknown',
      { kind: 'auth', field: 'accessKeyId' },
      's3:GetObject',
      () => storage({ settings: { accessKeyId: 'UNKNOWN' } }).stat(key),
    ],
    [
      'the secret is another one',
      { kind: 'auth', field: 'secretAccessKey' },
      's3:GetObject',
      () => storage({ settings: { secretAccessKey: `${canary}-secret` } }).stat(key),
    ],
    [
      'the bucket is in another region',
      { kind: 'invalid-config', field: 'region' },
      's3:ListBucket',
      () => (front.treat(anything, () => ({ instead: region })), storage().stat(key)),
    ],
    [
      'the signature names another region',
      { kind: 'invalid-config', field: 'region' },
      's3:ListBucket',
      () => (
        front.treat(anything, () => ({
          instead: s3Says(400, 'AuthorizationHeaderMalformed', '<Region>ap-south-1</Region>'),
        })),
        storage().stat(key)
      ),
    ],
    [
      'the clock is wrong',
      { kind: 'auth' },
      's3:GetObject',
      () => (front.treat(anything, () => ({ instead: s3Says(403, 'RequestTimeTooSkewed') })), storage().stat(key)),
    ],
    [
      'objects must not be written',
      { kind: 'forbidden' },
      's3:PutObject',
      () => (front.treat(isPut, () => ({ instead: s3Says(403, 'AccessDenied') })), put(storage())),
    ],
    [
      'parts must not be written',
      { kind: 'forbidden' },
      's3:PutObject',
      () => (front.treat(isPart, () => ({ instead: s3Says(403, 'AccessDenied') })), writeParts()),
    ],
    [
      'uploads must not be stopped',
      { kind: 'forbidden' },
      's3:AbortMultipartUpload',
      () => (front.treat(isStop, () => ({ instead: s3Says(403, 'AccessDenied') })), stopAndSweep(storage())),
    ],
    [
      'parts must not be listed',
      { kind: 'forbidden' },
      's3:ListMultipartUploadParts',
      () => (front.treat(listsParts, () => ({ instead: s3Says(403, 'AccessDenied') })), stopAndSweep(storage())),
    ],
    [
      'objects must not be listed',
      { kind: 'forbidden' },
      's3:ListBucket',
      () => (
        front.treat(
          ({ url }) => url.includes('list-type=2'),
          () => ({ instead: s3Says(403, 'AccessDenied') }),
        ),
        listed(storage())
      ),
    ],
    [
      'objects must not be deleted',
      { kind: 'forbidden' },
      's3:DeleteObject',
      async () => {
        const one = storage();
        await putBuffer(one, 'project/kept.tar', small);
        front.treat(
          ({ method }) => method === 'DELETE',
          () => ({ instead: s3Says(403, 'AccessDenied') }),
        );
        await one.delete('project/kept.tar');
      },
    ],
    [
      'objects must not be looked at',
      { kind: 'forbidden' },
      's3:GetObject',
      () => (front.treat(anything, () => ({ instead: s3Says(403, 'AccessDenied') })), storage().stat(key)),
    ],
    [
      'the session token has expired',
      { kind: 'auth', field: 'sessionToken' },
      'token',
      () => (
        front.treat(anything, () => ({ instead: s3Says(400, 'ExpiredToken') })),
        storage({ settings: secret }).stat(key)
      ),
    ],
  ];
  async function writeParts(): Promise<void> {
    const body = bodyOf(2 * smallestPart + 1);
    const upload = await storage().create(key, { signal: never() });
    await writeAll(upload, body, 1024 * 1024);
    await upload.commit(expectedOf(body));
  }
  async function listed(one: Storage): Promise<void> {
    for await (const object of one.list('')) void object;
  }

  it.each(refusals)('H15 %s', async (_title, ends, action, does) => {
    const thrown = (await rejection(does())) as StorageError;
    expect(thrown).toBeInstanceOf(StorageError);
    expect(thrown).toMatchObject(ends);
    expect(thrown.message).toMatch(/^[A-Z0-9"].*\.$/);
    expect(thrown.nextStep).toMatch(/^[A-Z].*\.$/);
    expect(`${thrown.message} ${thrown.nextStep}`).toContain(action);
    expect(inspect(thrown, { depth: 12, showHidden: true })).not.toContain(canary);
  });

  it('H15 each of them has a sentence of its own', async () => {
    const sentences: string[] = [];
    for (const [, , , does] of refusals) {
      sentences.push(((await rejection(does())) as StorageError).message);
      front.pass();
    }
    // Both ways in which a region is wrong name the region.
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('a clock that is wrong is set by the first refusal, as far as signatures go', async () => {
    front.treat(anything, (nth) => (nth === 1 ? { instead: s3Says(403, 'RequestTimeTooSkewed') } : 'pass'));
    expect(await rejection(storage().stat('project/nothing.tar'))).toMatchObject({ kind: 'not-found' });
  });

  it('H13 a redirect is not followed, and the host that it names is said', async () => {
    const location = `http://169.254.169.254/${canary}`;
    front.treat(anything, () => ({ instead: { status: 307, headers: { location } } }));
    const thrown = (await rejection(storage().stat(key))) as StorageError;
    expect(thrown).toMatchObject({
      kind: 'invalid-config',
      message: expect.stringContaining('169.254.169.254') as string,
    });
    expect(inspect(thrown, { depth: 12, showHidden: true })).not.toContain(canary);
  });

  it('no secret and no word of a server that repeats what it was sent is in an error', async () => {
    const echo: FrontReply = s3Says(403, 'AccessDenied', `<Token>${canary}-token</Token><Key>${canary}-secret</Key>`);
    const one = storage({ settings: secret });
    front.treat(anything, () => ({ instead: echo }));
    const attempts: ((one: Storage) => Promise<unknown>)[] = [
      (one) => one.stat(key),
      async (one) => readAll(await one.get(key)),
      (one) => one.delete(key),
      (one) => one.sweep(key, { uploadId: 'x' }),
      put,
      listed,
    ];
    for (const attempt of attempts) {
      const thrown = await rejection(attempt(one));
      expect(thrown).toBeInstanceOf(StorageError);
      expect(inspect(thrown, { depth: 12, showHidden: true, maxStringLength: null })).not.toContain(canary);
    }
  });
});
