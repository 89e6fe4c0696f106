// One upload of a file to a bucket, in a process of its own: `upload.mjs ours|sdk FILE ENDPOINT BUCKET`, the key in S3_KEY and S3_SECRET.
// Prints `{ seconds, peakRss }`: from the first look at the file until the store has said that it has the object.
import { createReadStream } from 'node:fs';
import { importTypeScript } from '../../typescript-door.mjs';

const [way, file = '', endpoint = '', bucket = ''] = process.argv.slice(2);
const accessKeyId = process.env['S3_KEY'] ?? '';
const secretAccessKey = process.env['S3_SECRET'] ?? '';
const upload = way === 'ours' ? await ours() : await sdk();
const started = performance.now();
await upload();
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, peakRss: process.resourceUsage().maxRSS * 1024 }));
process.exit(0);

/** The driver as the service uses it: chunks as an archive gives them, hashed once, of unknown length. */
async function ours() {
  const { drivers, checkConfig, ContentDigest } = await importTypeScript('libs/storage/src/index.ts');
  const { countedConnect } = await importTypeScript('libs/storage/src/testing/index.ts');
  const driver = drivers.find((/** @type {{ type: string }} */ { type }) => type === 's3');
  const { config } = checkConfig(driver, { endpoint, bucket, accessKeyId, secretAccessKey });
  const context = { connect: countedConnect().connect, localRoots: [], forbiddenRoots: [] };
  const storage = await driver.open(config, context);
  return async () => {
    const digest = new ContentDigest();
    const to = await storage.create('ours', { signal: new AbortController().signal, digest });
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
      digest.add(chunk);
      await to.write(chunk);
    }
    await to.commit({ size: digest.size, sha256: digest.sha256 });
  };
}

/** The SDK's own, with its default of four parts at once. */
async function sdk() {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const { Upload } = await import('@aws-sdk/lib-storage');
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const Body = createReadStream(file, { highWaterMark: 1024 * 1024 });
  return () => new Upload({ client, params: { Bucket: bucket, Key: 'sdk', Body } }).done();
}
