import { randomUUID } from 'node:crypto';
import type { CreateBucketCommandInput, S3Client } from '@aws-sdk/client-s3';

/** Where an S3 server of the tests is, and who may use it. */
export interface S3Place {
  /** As a person would say it. */
  readonly name: string;
  /** Path-style: `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Server extends S3Place {
  /** A client of the SDK with all rights, to look at what a driver did. */
  readonly client: S3Client;
  /** An empty bucket; a few milliseconds. */
  freshBucket(options?: Omit<CreateBucketCommandInput, 'Bucket'>): Promise<string>;
  /** Keys with an upload that was neither completed nor aborted, with its id: `key uploadId`. */
  openUploads(bucket: string): Promise<string[]>;
  stop(): Promise<void>;
}

export async function s3Server(place: S3Place, stop: () => Promise<void>): Promise<S3Server> {
  // Only here: who comes through the door of these tools for another server shall not load the SDK.
  const { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } = await import('@aws-sdk/client-s3');
  const { endpoint, region, accessKeyId, secretAccessKey } = place;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return {
    ...place,
    client,
    async freshBucket(options = {}) {
      const Bucket = `test-${randomUUID()}`;
      await client.send(new CreateBucketCommand({ ...options, Bucket }));
      return Bucket;
    },
    async openUploads(bucket) {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return Uploads.map(({ Key, UploadId }) => `${Key} ${UploadId}`);
    },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}
