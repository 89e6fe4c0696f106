import fc from 'fast-check';
import { generateIdentity } from '../age/identities';
import { ArchiveError } from '../errors';
import { buildSmallArchive, bufferSource, bufferStream, smallMembers } from '../testing';
import type { VerifyReport } from './archive';
import { openArchive } from './open-archive';
import { inspectStream, verifyStream } from './stream';

let archive: Buffer;

beforeAll(async () => {
  archive = await buildSmallArchive();
});

async function outcome(work: Promise<VerifyReport>): Promise<VerifyReport | ArchiveError> {
  return work.catch((cause: unknown) => {
    if (cause instanceof ArchiveError) return cause;
    throw cause;
  });
}

const openAndVerify = async (bytes: Buffer, level: 1 | 2): Promise<VerifyReport> =>
  (await openArchive(bufferSource(bytes))).verify(level);

/** Which member owns each byte of the file, by the manifest. */
async function ownerOf(bytes: Buffer): Promise<(at: number) => string> {
  const { manifest } = await openArchive(bufferSource(bytes));
  const sums = bytes.indexOf(Buffer.from('SHA256SUMS\0')) + 512;
  const self = bytes.indexOf(Buffer.from('manifest.json\0'), sums) + 512;
  const starts = [
    ...manifest.members.map(({ name, offset }) => ({ name, start: offset - 512 })),
    { name: 'SHA256SUMS', start: sums - 512 },
    { name: 'manifest.json', start: self - 512 },
    { name: 'END', start: bytes.length - 2048 },
  ];
  return (at) => starts.findLast(({ start }) => start <= at)?.name ?? '';
}

describe('a whole archive', () => {
  it.each([
    ['zstd', { compression: { method: 'zstd', level: 3 } }],
    ['gzip', { compression: { method: 'gzip', level: 6 } }],
  ] as const)('verifies at both levels, opened or streamed (%s)', async (_, options) => {
    const bytes = await buildSmallArchive(options);
    for (const level of [1, 2] as const) {
      const streamed = await verifyStream(bufferStream(bytes), level);
      expect(streamed).toMatchObject({ ok: true, level, members: 8, storedBytes: bytes.length, damaged: [] });
      expect(await openAndVerify(bytes, level)).toEqual(streamed);
    }
  });

  it('verifies at level 1 without the key, at level 2 only with it', async () => {
    const [mine, other] = [await generateIdentity(), await generateIdentity()];
    const bytes = await buildSmallArchive({ recipients: [mine.recipient] });
    expect(await verifyStream(bufferStream(bytes), 1)).toMatchObject({ ok: true });
    expect(await verifyStream(bufferStream(bytes), 2, { identity: [mine.identity] })).toMatchObject({ ok: true });
    await expect(verifyStream(bufferStream(bytes), 2)).rejects.toMatchObject({ kind: 'identity-needed' });
    await expect(verifyStream(bufferStream(bytes), 2, { identity: [other.identity] })).rejects.toMatchObject({
      kind: 'wrong-identity',
    });
    expect((await inspectStream(bufferStream(bytes))).contents).toBeNull();
    const { contents } = await inspectStream(bufferStream(bytes), { identity: [mine.identity] });
    expect(contents?.project.name).toBe('Shop');
  });

  it('gives the same result however the stream is cut into chunks', async () => {
    const whole = await verifyStream(bufferStream(archive), 2);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }), async (sizes) => {
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < archive.length; turn++) {
          const size = sizes[turn % sizes.length]!;
          chunks.push(archive.subarray(at, at + size));
          at += size;
        }
        expect(await verifyStream(chunked(chunks), 2)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
    expect(await verifyStream(bufferStream(archive, 1), 2)).toEqual(whole);
  }, 120_000);

  it('reports progress and stops when it is cancelled', async () => {
    const seen: number[] = [];
    const opened = await openArchive(bufferSource(archive));
    await opened.verify(1, { onProgress: ({ bytes, totalBytes }) => seen.push(bytes, totalBytes ?? 0) });
    expect(seen).toEqual([archive.length, archive.length]);
    const signal = AbortSignal.abort();
    await expect(verifyStream(bufferStream(archive), 1, { signal })).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('F35: an archive that was cut or changed', () => {
  it('is found out at every length, opened or streamed (P-ARCHIVE-1)', async () => {
    const small = await buildSmallArchive({ members: smallMembers.slice(2, 3) });
    for (let length = 0; length < small.length; length++) {
      const cut = small.subarray(0, length);
      const streamed = await outcome(verifyStream(bufferStream(cut), 1));
      expect([length, streamed]).toEqual([length, expect.objectContaining({ kind: 'not-complete' })]);
      const opened = await outcome(openAndVerify(cut, 1));
      expect([length, opened]).toEqual([length, expect.objectContaining({ kind: 'not-complete' })]);
    }
  }, 120_000);

  it.each([1, 512, 1024, 10240])('is found out when %d zero bytes follow it', async (surplus) => {
    const longer = Buffer.concat([archive, Buffer.alloc(surplus)]);
    await expect(verifyStream(bufferStream(longer), 1)).rejects.toMatchObject({ kind: 'not-complete' });
    await expect(openAndVerify(longer, 1)).rejects.toMatchObject({ kind: 'not-complete' });
  });

  it('is found out at every flipped byte, and the damaged member is named (P-ARCHIVE-2)', async () => {
    const small = await buildSmallArchive({ members: smallMembers.slice(2, 3) });
    const owner = await ownerOf(small);
    for (let at = 0; at < small.length; at++) {
      const flipped = Buffer.from(small);
      flipped[at]! ^= 1 << (at % 8);
      const results = [await outcome(verifyStream(bufferStream(flipped), 1))];
      if (at % 5 === 0) results.push(await outcome(openAndVerify(flipped, 1)));
      for (const result of results) expect([at, namesOf(result)]).toEqual([at, expect.arrayContaining([owner(at)])]);
    }
  }, 120_000);

  it('costs one member, not the archive, when the file can be read anywhere', async () => {
    const { manifest } = await openArchive(bufferSource(archive));
    for (const { name, offset } of manifest.members) {
      for (const at of [offset - 512, offset]) {
        const flipped = Buffer.from(archive);
        flipped[at]! ^= 0x40;
        const report = await openAndVerify(flipped, 1);
        expect(report.damaged.map(({ member }) => member)).toEqual([name]);
      }
    }
  });

  it('names the table and the bytes of what is damaged', async () => {
    const { members } = await openArchive(bufferSource(archive));
    const { name, offset, storedSize } = members[3]!;
    const flipped = Buffer.from(archive);
    flipped[offset + 20]! ^= 1;
    const table = 'public.odd name';
    for (const report of [await openAndVerify(flipped, 1), await verifyStream(bufferStream(flipped), 1)]) {
      expect(report.damaged).toEqual([
        { member: name, table, start: offset, end: offset + storedSize, reason: 'its SHA-256 does not match' },
      ]);
    }
  });

  it('is found out when two members of equal size were swapped', async () => {
    const sql = (text: string): string => `SELECT '${text}';\n`;
    const bytes = await buildSmallArchive({
      members: ['aaaa', 'bbbb'].map((text) => ({ spec: { group: 'sql', kind: 'schema' }, sql: sql(text) })),
    });
    const [first, second] = (await openArchive(bufferSource(bytes))).members;
    const swapped = Buffer.from(bytes);
    bytes.copy(swapped, first!.offset, second!.offset, second!.offset + second!.storedSize);
    bytes.copy(swapped, second!.offset, first!.offset, first!.offset + first!.storedSize);
    expect((await openAndVerify(swapped, 1)).damaged.map(({ member }) => member)).toEqual([first!.name, second!.name]);
  });
});

function namesOf(result: VerifyReport | ArchiveError): string[] {
  if (!(result instanceof ArchiveError)) return result.damaged.map(({ member }) => member);
  if (result.kind === 'not-complete') return ['END'];
  return result.place === undefined ? [result.kind] : [result.place.member, 'END'];
}

// oxlint-disable-next-line typescript/require-await
async function* chunked(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
