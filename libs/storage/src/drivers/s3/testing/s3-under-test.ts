import { checkConfig, type OutgoingConnect } from '../../../driver';
import type { HttpClient } from '../../../http/http-types';
import type { Storage } from '../../../storage';
import { StorageError } from '../../../storage-error';
import type { StorageUnderTest } from '../../../testing/conformance/under-test';
import { countedConnect } from '../../../testing/counted-connect';
import type { S3Place, S3Server } from '../../../testing/servers';
import type { S3Config } from '../fields';
import { openS3, type S3Tuning } from '../open-s3';
import { smallestPart } from '../part-plan';
import { s3 } from '../s3';

/** Retries without the waits. */
export const hurried: S3Tuning = { patience: { retries: 4, firstWaitMs: 1 } };

export interface OpenedOptions {
  readonly settings?: Partial<S3Config>;
  readonly tuning?: S3Tuning;
  readonly connect?: OutgoingConnect;
}

/** The driver for a bucket of that server, with parts as small as stores allow. */
export function opened(place: S3Place, bucket: string, options: OpenedOptions = {}): Storage {
  const { endpoint, region, accessKeyId, secretAccessKey } = place;
  const given = { endpoint, region, accessKeyId, secretAccessKey, bucket, partSize: smallestPart, ...options.settings };
  const { config } = checkConfig(s3, given);
  const context = { connect: options.connect ?? countedConnect().connect, localRoots: [], forbiddenRoots: [] };
  return openS3(config as unknown as S3Config, context, { ...hurried, ...options.tuning });
}

/** An empty bucket. */
export async function underTest(server: S3Server, options: OpenedOptions = {}): Promise<StorageUnderTest> {
  const bucket = await server.freshBucket();
  const storage = opened(server, bucket, options);
  return { storage, leftovers: () => server.openUploads(bucket), dispose: () => storage.close() };
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
