import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { drivers, type Storage } from '@stowbase/storage';
import { countedConnect, type S3Server } from '@stowbase/storage/testing';

/** Where backups go: what lies there is listed and read past the service. */
export interface CrashPlace {
  /** As it is saved. */
  readonly destination: { readonly name: string; readonly type: string; readonly config: object };
  /** Keys of all objects and of everything unfinished, sorted. */
  list(): Promise<string[]>;
  read(key: string): Promise<Buffer>;
}

export function diskPlace(folder: string): CrashPlace {
  mkdirSync(folder);
  return {
    destination: { name: 'Disk', type: 'local_mapped', config: { path: folder } },
    list: () => Promise.resolve(filesIn(folder)),
    read: (key) => Promise.resolve(readFileSync(join(folder, key))),
  };
}

/** @param endpoint of what stands in front of it for the service; the look goes past that */
export async function bucketPlace(server: S3Server, endpoint = server.endpoint): Promise<CrashPlace> {
  const bucket = await server.freshBucket();
  const { region, accessKeyId, secretAccessKey } = server;
  const config = { region, bucket, accessKeyId, secretAccessKey, partSize: 5 * 1024 * 1024 };
  const look = async <T>(work: (storage: Storage) => Promise<T>): Promise<T> => {
    const driver = drivers.find(({ type }) => type === 's3');
    if (driver === undefined) throw new Error('there is no S3');
    const context = { connect: countedConnect().connect, localRoots: [], forbiddenRoots: [] };
    const storage = await driver.open({ ...config, endpoint: server.endpoint }, context);
    try {
      return await work(storage);
    } finally {
      await storage.close();
    }
  };
  return {
    destination: { name: 'Bucket', type: 's3', config: { ...config, endpoint } },
    list: () =>
      look(async (storage) => {
        const keys: string[] = [];
        for await (const { key } of storage.list('')) keys.push(key);
        return [...keys, ...(await server.openUploads(bucket))].sort();
      }),
    read: (key) => look(async (storage) => Buffer.concat((await (await storage.get(key)).toArray()) as Buffer[])),
  };
}

/** Relative paths, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
