// An upload of many bytes through the driver to a server that keeps none: `large.mjs PORT GIB`. Prints `{ bytes, seconds, rss, peak }`: the
// memory (resident bytes) once for each GiB, garbage collected (--expose-gc), and the most there ever was.
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { importTypeScript } from '../../typescript-door.mjs';

const [port, gib] = process.argv.slice(2).map(Number);
const { drivers, checkConfig, ContentDigest } = await importTypeScript('libs/storage/src/index.ts');
const { countedConnect } = await importTypeScript('libs/storage/src/testing/index.ts');
const driver = drivers.find((/** @type {{ type: string }} */ { type }) => type === 's3');
const given = { endpoint: `http://127.0.0.1:${port}`, bucket: 'sink', accessKeyId: 'any', secretAccessKey: 'any' };
const { config } = checkConfig(driver, given);
const context = { connect: countedConnect().connect, localRoots: [], forbiddenRoots: [] };
const storage = await driver.open(config, context);

const bytes = (gib ?? 12) * 2 ** 30;
const noise = randomBytes(1024 * 1024);
const digest = new ContentDigest();
/** @type {number[]} */
const rss = [];
const started = performance.now();
const upload = await storage.create('large', { signal: new AbortController().signal, sizeHint: bytes, digest });
for (let sent = 0; sent < bytes; sent += noise.length) {
  // A buffer of its own each time, as an archive makes them.
  const chunk = Buffer.from(noise);
  chunk.writeDoubleLE(sent, 0);
  digest.add(chunk);
  await upload.write(chunk);
  if ((sent + noise.length) % 2 ** 30 === 0) {
    globalThis.gc?.();
    // What was collected is given back beside the program.
    await delay(100);
    rss.push(process.memoryUsage().rss);
  }
}
const stored = await upload.commit({ size: bytes, sha256: digest.sha256 });
console.log(
  JSON.stringify({
    bytes: stored.size,
    seconds: (performance.now() - started) / 1000,
    rss,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
process.exit(0);
