import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { constants, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { maxMemberBytes } from './limits';
import { ZstdFrames } from './zstd-frames';

const run = promisify(execFile);
const params = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };

describe('zstd frames', () => {
  it('give back what was compressed, for members of any size, one after the other and side by side', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (lengths, sideBySide) => {
        const frames = new ZstdFrames(params);
        const raws = lengths.map((length, index) =>
          index % 2 === 0 ? randomBytes(length) : Buffer.alloc(length, 'row\n'),
        );
        const made: Buffer[] = [];
        if (sideBySide) made.push(...(await Promise.all(raws.map((raw) => frames.compress(raw)))));
        else for (const raw of raws) made.push(await frames.compress(raw));
        frames.close();
        made.forEach((frame, index) => expect(zstdDecompressSync(frame).equals(raws[index]!)).toBe(true));
      }),
      { numRuns: 40 },
    );
  });

  it('are one frame each, with content size and checksum, as the zstd program sees it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stowbase-frames-'));
    const frames = new ZstdFrames(params);
    try {
      for (const size of [0, 1, 70_000, maxMemberBytes, maxMemberBytes]) {
        const raw = Buffer.alloc(size, 'one row of a table\n');
        await writeFile(path.join(folder, 'f.zst'), await frames.compress(raw));
        const { stdout } = await run('zstd', ['-lv', path.join(folder, 'f.zst')]);
        expect(stdout).toMatch(/Zstandard Frames: 1\b/);
        expect(stdout).toMatch(new RegExp(`Decompressed Size: .*\\(${size} B\\)`));
        expect(stdout).toMatch(/Check: XXH64/);
      }
    } finally {
      frames.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('have room for members that do not compress', async () => {
    const frames = new ZstdFrames(params);
    for (let member = 0; member < 4; member++) {
      const raw = randomBytes(maxMemberBytes);
      const frame = await frames.compress(raw);
      expect(frame.length).toBeGreaterThan(raw.length);
      expect(zstdDecompressSync(frame).equals(raw)).toBe(true);
    }
    frames.close();
  });

  it('stay as they are while later ones are made', async () => {
    const frames = new ZstdFrames(params);
    const raws = Array.from({ length: 20 }, () => randomBytes(400_000));
    const made = [];
    for (const raw of raws) made.push(await frames.compress(raw));
    made.forEach((frame, index) => expect(zstdDecompressSync(frame).equals(raws[index]!)).toBe(true));
    frames.close();
  });

  it('are never given when the compressor failed: not whole, not in part, not empty', async () => {
    const frames = new ZstdFrames(params);
    await frames.compress(Buffer.from('the first is well'));
    const [context] = Reflect.get(frames, 'idle') as { stage: Transform }[];
    const cause = new Error('out of memory');
    const failing = frames.compress(Buffer.alloc(maxMemberBytes / 2, 'row\n'));
    context!.stage.destroy(cause);
    await expect(failing).rejects.toBe(cause);
    // The context that failed is not used again.
    const raw = Buffer.from('the next has one of its own');
    expect(zstdDecompressSync(await frames.compress(raw)).equals(raw)).toBe(true);
    frames.close();
  });

  it('are refused when they do not say that they hold all that was given', async () => {
    const frames = new ZstdFrames({ ...params, [constants.ZSTD_c_contentSizeFlag]: 0 });
    await expect(frames.compress(Buffer.from('rows'))).rejects.toMatchObject({ kind: 'misuse' });
    frames.close();
  });
});
