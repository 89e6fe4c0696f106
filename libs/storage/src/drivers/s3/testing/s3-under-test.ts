import { PutObjectCommand } from '@aws-sdk/client-s3';
import { checkConfig, type OutgoingConnect } from '../../../driver';
import type { HttpClient } from '../../../http/http-types';
import type { Storage } from '../../../storage';
import { StorageError } from '../../../storage-error';
import type { StorageUnderTest } from '../../../testing/conformance/under-test';
import { countedConnect } from '../../../testing/counted-connect';
import { faultProxy, type ProxyFault, type S3Place, type S3Server } from '../../../testing/servers';
import type { S3Config } from '../fields';
import { openS3, type S3Tuning } from '../open-s3';
import { smallestPart } from '../part-plan';
import { s3 } from '../s3';

/** Retries without the waits. */
export const hurried: S3Tuning = { patience: { delays: [1, 1, 1, 1] } };

export interface OpenedOptions {
  readonly settings?: Partial<S3Config>;
  readonly tuning?: S3Tuning;
  readonly connect?: OutgoingConnect;
}

/** The driver for a bucket of that server, with parts as small as stores allow. */
export function opened(place: S3Place, bucket: string, options: OpenedOptions = {}): Storage {
  return openedBy(configFor(place, bucket, options), options);
}

function configFor(place: S3Place, bucket: string, { settings }: OpenedOptions): S3Config {
  const { endpoint, region, accessKeyId, secretAccessKey } = place;
  const given = { endpoint, region, accessKeyId, secretAccessKey, bucket, partSize: smallestPart, ...settings };
  return checkConfig(s3, given).config as unknown as S3Config;
}

function openedBy(config: S3Config, { connect = countedConnect().connect, tuning }: OpenedOptions): Storage {
  return openS3(config, { connect, localRoots: [], forbiddenRoots: [] }, { ...hurried, ...tuning });
}

/** An empty bucket. @param place where the driver goes, if not straight to the server */
export async function underTest(
  server: S3Server,
  options: OpenedOptions = {},
  place: S3Place = server,
): Promise<StorageUnderTest> {
  const bucket = await server.freshBucket();
  const sockets = countedConnect();
  const counted = { connect: sockets.connect, ...options };
  const config = configFor(place, bucket, options);
  const storage = openedBy(config, counted);
  return {
    storage,
    async fill(keys) {
      const puts = keys.map((Key) => new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
      await Promise.all(puts.map((put) => server.client.send(put)));
    },
    sockets,
    reopen: (change) => Promise.resolve(openedBy(checkConfig(s3, change({ ...config })).config as never, counted)),
    leftovers: () => server.openUploads(bucket),
    dispose: () => storage.close(),
  };
}

/** An empty bucket, reached through a proxy that does this to connections. */
export async function underTestBehind(
  server: S3Server,
  fault: ProxyFault,
  options: OpenedOptions = {},
): Promise<StorageUnderTest & { stalled(): Promise<void> }> {
  const proxy = await faultProxy(Number(new URL(server.endpoint).port), fault);
  const one = await underTest(server, options, { ...server, endpoint: `http://127.0.0.1:${proxy.port}` });
  return {
    ...one,
    async stalled() {
      while (proxy.struck === 0) await new Promise((resolve) => setImmediate(resolve));
    },
    async dispose() {
      await one.dispose();
      await proxy.stop();
      // Else the case has shown nothing.
      if (fault.kind !== 'slow') expect(proxy.struck).toBeGreaterThan(0);
    },
  };
}

/** A store that takes no more bytes after so many, and everything else. */
export const fullAfter = (bytes: number): S3Tuning => ({
  http: (http: HttpClient): HttpClient => {
    let sent = 0;
    const send = (request: Parameters<HttpClient['send']>[0]): unknown => {
      const isObject = request.method === 'PUT' && Buffer.isBuffer(request.body);
      sent += isObject ? request.body.length : 0;
      if (isObject && sent > bytes) return Promise.reject(full);
      return http.send(request as never);
    };
    return { send: send as HttpClient['send'], close: () => http.close() };
  },
});

const full = new StorageError('quota', 'The bucket of the test is full.', 'Give it more.');
