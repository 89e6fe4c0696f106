import fc from 'fast-check';
import { CopyMembers } from './copy-members';
import { memberLimit } from './slab-pool';
import { recordingArchive, type RecordedMember } from './testing/recording-archive';

const spec = { group: 'sql', kind: 'data', name: 'public.t' } as const;
const settings = "SET client_encoding = 'UTF8';\n";
const copyLine = 'COPY "public"."t" ("a") FROM stdin;\n';
const end = '\\.\n\nRESET ALL;\n';

/** Cuts the text into chunks of the sizes given, again and again, and pushes them. */
async function store(
  text: string,
  sizes: readonly number[],
): Promise<{ members: RecordedMember[]; rows: number; longestRow: number; numbers: number[] }> {
  const { target, members } = recordingArchive();
  const copy = new CopyMembers(target, spec, Buffer.from(settings), Buffer.from(copyLine), { quiet: false });
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    // A copy, overwritten afterwards: what is pushed is only a view.
    const chunk = Buffer.from(bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1)));
    await copy.push(chunk, chunk.filter((byte) => byte === 10).length);
    chunk.fill(0x21);
    at += chunk.length;
  }
  const { rows, longestRow, members: numbers } = await copy.finish();
  return { members, rows, longestRow, numbers };
}

const rowsIn = (member: RecordedMember): string => {
  expect(member.sql.startsWith(settings + copyLine)).toBe(true);
  expect(member.sql.endsWith(end)).toBe(true);
  return member.sql.slice((settings + copyLine).length, -end.length);
};

const MiB = 1024 * 1024;
const row = (length: number, fill: string): string => `${fill.repeat(length - 1)}\n`;

describe('rows cut into members', () => {
  it('an empty table has no member', async () => {
    expect(await store('', [1])).toMatchObject({ members: [], rows: 0, numbers: [] });
  });

  it.each([
    ['many short rows', row(100, 'a').repeat(100_000), [64 * 1024]],
    ['rows of 3 MiB', row(3 * MiB, 'a') + row(3 * MiB, 'b') + row(3 * MiB, 'c'), [64 * 1024]],
    [
      'a row of 9 MiB between short ones',
      row(100, 'a').repeat(50_000) + row(9 * MiB, 'b') + row(10, 'c').repeat(5),
      [65_536, 8192],
    ],
    ['only a row of 5 MiB', row(5 * MiB, 'a'), [8192]],
    ['rows around the limit', [-2, -1, 0, 1, 2].map((more) => row(memberLimit + more, 'x')).join(''), [1 * MiB]],
    ['all in one chunk', row(1000, 'a').repeat(12_000), [100 * MiB]],
  ] as const)('%s: each member whole by itself, together every row once', async (_title, text, sizes) => {
    const { members, rows, numbers } = await store(text, sizes);
    expect(members.map(rowsIn).join('') === text).toBe(true);
    expect(rows).toBe(text.split('\n').length - 1);
    expect(numbers).toEqual(members.map((_, index) => index + 1));
    for (const member of members) {
      if (member.long) expect(rowsIn(member).indexOf('\n')).toBe(rowsIn(member).length - 1);
      else expect(member.sql.length).toBeLessThanOrEqual(memberLimit);
    }
  });

  it('a row is streamed only when no member can hold it', async () => {
    const { members, longestRow } = await store(row(1 * MiB, 'a') + row(9 * MiB, 'b') + row(1 * MiB, 'c'), [65_536]);
    expect(members.map(({ long }) => long)).toEqual([false, true, false]);
    expect(longestRow).toBe(9 * MiB);
  });

  it('any chunking gives the same members', async () => {
    const text = row(1_500_000, 'a') + row(30, 'b').repeat(1000) + row(4_300_000, 'c') + row(2_000_000, 'd').repeat(3);
    const whole = (await store(text, [text.length])).members.map(({ sql }) => sql);
    const sizes = fc.array(fc.integer({ min: 1000, max: 3_000_000 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, async (cut) => {
        const members = (await store(text, cut)).members;
        expect(members.map(rowsIn).join('') === text).toBe(true);
        expect(Math.abs(members.length - whole.length)).toBeLessThanOrEqual(3);
      }),
      { numRuns: 20 },
    );
  });
});
