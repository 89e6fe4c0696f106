import { HeadObjectCommand, ListObjectVersionsCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { putBuffer } from '../../put-buffer';
import type { Storage, StoredObject } from '../../storage';
import type { StorageError } from '../../storage-error';
import { bodyOf, expectedOf, never, rejection, writeAll } from '../../testing/conformance/content';
import { startRadosgw, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import { isPart, isPut, s3Front, s3Says, type S3Front } from './testing/s3-front';
import { opened, type OpenedOptions } from './testing/s3-under-test';

const key = 'project/backup.tar';
const small = bodyOf(1_000);
const dayMs = 24 * 60 * 60 * 1_000;

describe('P-S3-9 a bucket with rules of its own', () => {
  let server: S3Server;
  let front: S3Front;
  let bucket: string;
  let storage: Storage;
  const open = (settings: OpenedOptions['settings'] = {}): void => {
    storage = opened(front, bucket, { settings });
  };

  beforeAll(async () => {
    server = await startRadosgw();
    front = await s3Front(server);
  }, 60_000);
  afterAll(async () => {
    await front.stop();
    await server.stop();
  });
  afterEach(async () => {
    front.pass();
    await storage.close();
  });

  /** Everything that takes space: versions, and marks of deletion. */
  async function kept(): Promise<string[]> {
    const { Versions = [], DeleteMarkers = [] } = await server.client.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    return [...Versions.map(({ Key }) => `version of ${Key}`), ...DeleteMarkers.map(({ Key }) => `mark of ${Key}`)];
  }

  describe('versions', () => {
    beforeEach(async () => {
      bucket = await server.freshBucket();
      const VersioningConfiguration = { Status: 'Enabled' as const };
      await server.client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
      open();
    });

    it('are told, and a delete takes the bytes away and not only the name', async () => {
      expect(await storage.facts?.()).toMatchObject({ tls: 'none', versioning: true, locking: false });
      const object = await putBuffer(storage, key, small);
      expect(object.versionId).toMatch(/./);
      expect((await storage.stat(key)).versionId).toBe(object.versionId);
      expect(await kept()).toEqual([`version of ${key}`]);
      await storage.delete(key);
      await storage.delete(key);
      expect(await kept()).toEqual([]);
    });

    it('are deleted by their name, when that is known', async () => {
      const { versionId = '' } = await putBuffer(storage, key, small);
      await storage.delete(key, { versionId });
      await storage.delete(key, { versionId });
      expect(await kept()).toEqual([]);
    });

    it('of an upload that failed at its end do not stay behind', async () => {
      const upload = await storage.create(key, { signal: never(), sizeHint: small.length });
      await writeAll(upload, small);
      let put = false;
      front.treat(
        (seen) => (isPut(seen) ? ((put = true), false) : seen.method === 'HEAD' && put),
        (nth) => (nth === 1 ? { instead: { status: 403 } } : 'pass'),
      );
      expect(await rejection(upload.commit(expectedOf(small)))).toMatchObject({ kind: 'forbidden' });
      expect(await kept()).toEqual([]);
    });
  });

  describe('locks', () => {
    beforeEach(async () => {
      bucket = await server.freshBucket({ ObjectLockEnabledForBucket: true });
    });

    const written: readonly [string, () => Promise<StoredObject>][] = [
      ['in one request', () => putBuffer(storage, key, small)],
      [
        'in parts',
        async () => {
          const body = bodyOf(smallestPart + 1);
          const upload = await storage.create(key, { signal: never() });
          await writeAll(upload, body, 1024 * 1024);
          return upload.commit(expectedOf(body));
        },
      ],
    ];

    it.each(written)(
      'are set on what is written %s; a delete is refused with their date, and the bytes stay',
      async (_title, write) => {
        open({ objectLockDays: 3, objectLockMode: 'GOVERNANCE' });
        expect(await storage.facts?.()).toMatchObject({ versioning: true, locking: true });
        const { lockedUntil, versionId = '' } = await write();
        const days = ((lockedUntil?.getTime() ?? 0) - Date.now()) / dayMs;
        expect(Math.round(days)).toBe(3);
        for (const options of [{}, { versionId }]) {
          const refused = (await rejection(storage.delete(key, options))) as StorageError;
          expect(refused).toMatchObject({ kind: 'locked', code: 'STORAGE_LOCKED', lockedUntil });
          expect(refused.message).toContain(lockedUntil?.toISOString().slice(0, 10));
        }
        expect(await kept()).toEqual([`version of ${key}`]);
      },
    );

    it.each(written)(
      'are asked for with a digest of every body %s, and so are those that the bucket sets itself',
      async (_title, write) => {
        for (const settings of [{ objectLockDays: 1 }, {}]) {
          bucket = await server.freshBucket({ ObjectLockEnabledForBucket: true });
          open(settings);
          const digests: unknown[] = [];
          // As AWS says it.
          const refusal = s3Says(
            400,
            'InvalidRequest',
            '',
            {},
            'Content-MD5 OR x-amz-checksum- HTTP header is required',
          );
          front.treat(
            (seen) => isPart(seen) || (isPut(seen) && !seen.url.includes('retention')),
            (_nth, { 'content-md5': digest }) => {
              if (digest === undefined) return { instead: refusal };
              digests.push(digest);
              return 'pass';
            },
          );
          await write();
          expect(digests.length).toBeGreaterThan(0);
          for (const digest of digests) expect(digest).toMatch(/^[A-Za-z0-9+/]{22}==$/);
          await storage.close();
        }
      },
    );

    it('are refused by a bucket that was made without them, and the setting is named', async () => {
      bucket = await server.freshBucket();
      open({ objectLockDays: 1 });
      expect(await rejection(putBuffer(storage, key, small))).toMatchObject({
        kind: 'invalid-config',
        field: 'objectLockDays',
      });
    });
  });

  it('what is said of an object goes along, in ASCII whatever it was', async () => {
    bucket = await server.freshBucket();
    open({ storageClass: 'STANDARD' });
    const metadata = { 'backup-id': 'b-1', 'original-filename': 'größe 🐘.tar', Format: 'stowbase-1' };
    await putBuffer(storage, key, small, { metadata, contentType: 'application/x-tar' });
    const head = await server.client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    expect(head.ContentType).toBe('application/x-tar');
    expect(head.Metadata).toMatchObject({
      'backup-id': 'b-1',
      'original-filename': encodeURIComponent('größe 🐘.tar'),
      format: 'stowbase-1',
    });
  });
});
