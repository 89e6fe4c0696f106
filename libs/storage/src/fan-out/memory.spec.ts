import { ContentDigest } from '../content-digest';
import { maxChunkBytes, type Upload } from '../storage';
import { memoryStorage } from '../testing';
import { FanOut } from './fan-out';
import { defaultLaneBytes, Lane } from './lane';

/** Takes its time for each chunk, so that queues fill up behind it. */
const slowed = (upload: Upload, turns: number): Upload => ({
  async write(chunk) {
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await upload.write(chunk);
  },
  commit: (expected) => upload.commit(expected),
  abort: (cause) => upload.abort(cause),
});

describe('P-STORE-4 memory of a fan-out', () => {
  it('400 MB to three destinations of different speed never wait in more than 16 MiB each', async () => {
    const signal = new AbortController().signal;
    const digest = new ContentDigest();
    const storages = [0, 3, 11].map((turns) => ({ turns, storage: memoryStorage({ discardsBodies: true }) }));
    const lanes = await Promise.all(
      storages.map(async ({ turns, storage }, which) => {
        const upload = await storage.create('backup.tar', { signal, digest });
        return new Lane(String(which), slowed(upload, turns));
      }),
    );
    const fanOut = new FanOut(lanes, { signal, digest });
    const buffer = Buffer.alloc(1_000_000, 'x');
    let highest = 0;
    for (let count = 0; count < 400; count += 1) {
      await fanOut.write(buffer);
      highest = Math.max(highest, ...lanes.map(({ queuedBytes }) => queuedBytes));
    }
    const results = await fanOut.commit({ size: 400_000_000, sha256: digest.sha256 });
    expect(results.map(({ status }) => status)).toEqual(['stored', 'stored', 'stored']);
    for (const { peakQueuedBytes } of lanes) expect(peakQueuedBytes).toBeLessThanOrEqual(defaultLaneBytes);
    expect(highest).toBeGreaterThan(defaultLaneBytes - 2 * maxChunkBytes);
    expect(lanes.map(({ queuedBytes }) => queuedBytes)).toEqual([0, 0, 0]);
    await Promise.all(
      storages.map(async ({ storage }) => expect((await storage.stat('backup.tar')).size).toBe(400_000_000)),
    );
  }, 60_000);
});
