// Ours beside the SDK's own Upload and `rclone rcat`: the same file to the same server, in turn, with and without latency.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { importTypeScript } from '../../typescript-door.mjs';

/** @typedef {{ latency: number, ours: number, sdk: number, rclone: number, peakRss: number }} Round MB/s; `peakRss` of ours, bytes */

const program = join(import.meta.dirname, 'upload.mjs');

/**
 * @param {{ file: string, bytes: number, rounds: number, latencies: number[] }} o latencies in ms, each way
 * @param {(line: string) => void} say @returns {Promise<Round[]>}
 */
export async function measureThroughput({ file, bytes, rounds, latencies }, say) {
  const { startRadosgw, faultProxy } = await importTypeScript('libs/storage/src/testing/index.ts');
  /** @type {Round[]} */
  const measured = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const latency of latencies) {
      // A fresh one: it keeps everything in memory.
      const server = await startRadosgw();
      const fault = latency === 0 ? { kind: 'pass' } : { kind: 'latency', milliseconds: latency };
      const proxy = await faultProxy(Number(new URL(server.endpoint).port), fault);
      try {
        const place = { ...server, endpoint: `http://127.0.0.1:${proxy.port}`, bucket: await server.freshBucket() };
        // A fresh server makes its pools with the first bytes: whoever came first paid for that.
        await byNode('sdk', file, place);
        const ours = await byNode('ours', file, place);
        const sdk = await byNode('sdk', file, place);
        // Its start is not counted, as that of Node isn't.
        const rclone = (await byRclone(file, place)) - (await byRclone(`${file}-byte`, place));
        const speed = (/** @type {number} */ seconds) => bytes / 1e6 / seconds;
        const result = { latency, ours: speed(ours.seconds), sdk: speed(sdk.seconds), rclone: speed(rclone) };
        measured.push({ ...result, peakRss: ours.peakRss });
        say(
          `  ${round}  ${latency} ms: ours ${result.ours.toFixed(0)}, SDK ${result.sdk.toFixed(0)}, rclone ${result.rclone.toFixed(0)} MB/s`,
        );
      } finally {
        await proxy.stop();
        await server.stop();
      }
    }
  }
  return measured;
}

/** @typedef {{ endpoint: string, bucket: string, accessKeyId: string, secretAccessKey: string }} Place */

/** @param {string} way @param {string} file @param {Place} place @returns {Promise<{ seconds: number, peakRss: number }>} */
async function byNode(way, file, { endpoint, bucket, accessKeyId, secretAccessKey }) {
  const child = spawn(process.execPath, [program, way, file, endpoint, bucket], {
    env: { ...process.env, S3_KEY: accessKeyId, S3_SECRET: secretAccessKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`upload.mjs ${way} ended with ${code}`);
  return JSON.parse(said);
}

/** Seconds of the whole program. @param {string} file @param {Place} place */
async function byRclone(file, { endpoint, bucket, accessKeyId, secretAccessKey }) {
  const input = openSync(file, 'r');
  const remote = `:s3:${bucket}/${basename(file)}`;
  const env = {
    PATH: process.env['PATH'],
    RCLONE_CONFIG: '/dev/null',
    RCLONE_S3_PROVIDER: 'Ceph',
    RCLONE_S3_ENDPOINT: endpoint,
    RCLONE_S3_ACCESS_KEY_ID: accessKeyId,
    RCLONE_S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const started = performance.now();
  const child = spawn('rclone', ['rcat', '--quiet', remote], { env, stdio: [input, 'inherit', 'inherit'] });
  const [code] = await once(child, 'close');
  closeSync(input);
  if (code !== 0) throw new Error(`rclone ended with ${code}`);
  return (performance.now() - started) / 1000;
}

/** Bytes that nobody can make smaller, and a file of one byte beside it. @param {string} file @param {number} bytes */
export function writeNoise(file, bytes) {
  const made = spawnSync('head', ['-c', String(bytes), '/dev/urandom'], { maxBuffer: bytes + 1 });
  writeFileSync(file, made.stdout);
  writeFileSync(`${file}-byte`, 'x');
}
