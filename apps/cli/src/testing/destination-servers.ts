import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  faultProxy,
  startApache,
  startRadosgw,
  type FaultProxy,
  type S3Server,
  type WebdavServer,
} from '@stowbase/storage/testing';

/** Real servers for the destinations of a command, fresh places on them, and a folder to work in. */
export interface DestinationServers {
  readonly s3: S3Server;
  /** In front of the S3 server. */
  readonly proxy: FaultProxy;
  readonly dav: WebdavServer;
  /** In front of the WebDAV server. */
  readonly davProxy: FaultProxy;
  stop(): Promise<void>;
}

export interface DestinationWorld {
  readonly folder: string;
  readonly bucket: string;
  readonly davFolder: string;
  /** What sets `s3:`, `nextcloud:` and `local_mapped:` up. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that is at them or written down about them: what a failed command must leave as it was. */
  leftovers(): Promise<string[]>;
  dispose(): Promise<void>;
}

export async function destinationServers(): Promise<DestinationServers> {
  const [s3, dav] = await Promise.all([startRadosgw(), startApache()]);
  const proxy = await faultProxy(Number(new URL(s3.endpoint).port));
  const davProxy = await faultProxy(Number(new URL(dav.url).port));
  return {
    s3,
    proxy,
    dav,
    davProxy,
    stop: async () => {
      await Promise.all([proxy.stop(), davProxy.stop()]);
      await Promise.all([s3.stop(), dav.stop()]);
    },
  };
}

export async function destinationWorld({ s3, proxy, dav, davProxy }: DestinationServers): Promise<DestinationWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'stowbase-places-'));
  const [bucket, davFolder] = await Promise.all([s3.freshBucket(), dav.freshFolder()]);
  for (const name of ['backups', 'plain', 'tmp']) await mkdir(join(folder, name));
  const state = join(folder, 'state');
  return {
    folder,
    bucket,
    davFolder,
    env: {
      S3_ENDPOINT: `http://127.0.0.1:${proxy.port}`,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
      NEXTCLOUD_URL: `http://127.0.0.1:${davProxy.port}`,
      NEXTCLOUD_KIND: 'webdav',
      NEXTCLOUD_USERNAME: dav.username,
      NEXTCLOUD_PASSWORD: dav.password,
      NEXTCLOUD_PATH: davFolder,
      STOWBASE_STATE_DIR: state,
      TMPDIR: join(folder, 'tmp'),
    },
    async leftovers() {
      const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
      const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return [
        ...Contents.map(({ Key = '' }) => `s3 object ${Key}`),
        ...(await s3.openUploads(bucket)).map((upload) => `s3 upload ${upload}`),
        ...(await dav.files(davFolder)).filter((name) => !name.endsWith('/')).map((name) => `nextcloud ${name}`),
        ...(await filesBelow(join(folder, 'backups'))).map((name) => `local_mapped ${name}`),
        ...(await filesBelow(join(folder, 'plain'))).map((name) => `file ${name}`),
        ...(await filesBelow(join(folder, 'tmp'))).map((name) => `temporary ${name}`),
        ...(await filesBelow(state)).map((name) => `written down ${name}`),
      ];
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Resolves when somebody has sent so many bytes to the S3 server since now. */
export async function sentToS3(proxy: FaultProxy, bytes: number): Promise<void> {
  const before = proxy.totals.up;
  while (proxy.totals.up - before < bytes) await delay(5);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
