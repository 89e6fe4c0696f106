import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.mjs';
import { writeSection } from './performance-page.mjs';
import { choosePipelines } from './pipelines.mjs';
import { restoreSection } from './report.mjs';
import { ways } from './restore.mjs';
import { blockBytes, rowsOf, tables } from './rows.mjs';
import { bytesOf, median } from './sizes.mjs';

describe('the bench', () => {
  /** @type {string} */
  let dir;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'stowbase-bench-spec-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('makes the same rows every time', () => {
    const table = tables[1];
    const digest = () => {
      const hash = createHash('sha256');
      for (const piece of rowsOf(table, 7)) hash.update(piece);
      return hash.digest('hex');
    };
    expect(digest()).toBe(digest());
  });

  it('makes blocks of the size it promises, with a number for every row', () => {
    const table = tables[0];
    const text = [...rowsOf(table, 2)].join('');
    expect(text.length / (blockBytes * table.share)).toBeCloseTo(1, 1);
    expect(text.startsWith('2000000\t')).toBe(true);
    expect(
      text
        .trimEnd()
        .split('\n')
        .every((row) => row.split('\t').length === 6),
    ).toBe(true);
  });

  it('measures the whole process tree of a command, and its disk', async () => {
    const run = await measure(
      'head -c 3000000 /dev/zero > "$OUT/file" && ln "$OUT/file" "$OUT/again" && head -c 1000 /dev/zero > "$TMPDIR/x" && sleep 0.2',
      {},
      dir,
    );
    expect(run.stored).toBe(3_000_000);
    expect(run.peakTemporary).toBe(1000);
    expect(run.peakRss).toBeGreaterThan(100_000);
    await expect(measure('exit 3 | cat', {}, dir)).rejects.toThrow('exit code 3');
  });

  it('reads sizes as people write them, and refuses others', () => {
    expect(bytesOf('1.5 GB')).toBe(1_500_000_000);
    expect(() => bytesOf('2 GiB')).toThrow('300MB');
  });

  it('takes the middle value', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('names the pipelines it has when asked for another', () => {
    expect(choosePipelines('floor, zstd').map((p) => p.name)).toEqual(['floor', 'zstd']);
    expect(() => choosePipelines('nope')).toThrow('ours-zstd3');
  });

  it('says how fast a restore is beside psql, and whether that is enough', () => {
    const run = (/** @type {number} */ wall) => ({
      wall,
      cpu: 1,
      peakRss: 200e6,
      stored: 0,
      peakTemporary: 0,
      output: '',
    });
    const walls = { psql: 20, 'psql-1': 19, 'psql-2': 13, 'ours-1': 21, 'ours-2': 12 };
    const series = ways.map((way) => ({ way, runs: [run(walls[/** @type {keyof typeof walls} */ (way.name)])] }));
    const section = restoreSection({ series, dumpBytes: 2e9, rounds: 1 }, 15);
    expect(section).toContain('| two jobs: ≥ 1.7 times as fast as `psql -f` | 1.67 × | **no** |');
    expect(section).toContain('| one transaction: ≥ 0.95 times as fast as `psql -f` | 0.95 × | yes |');
    expect(section).toContain('| peak RSS ≤ 300 MB | 200 MB | yes |');
  });

  it('replaces its own section of the page and keeps the other', () => {
    const file = join(dir, 'performance.md');
    writeSection(file, 'slope', 'old slope');
    writeSection(file, 'pipelines', 'a table');
    writeSection(file, 'slope', 'new slope');
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('a table');
    expect(page).toContain('new slope');
    expect(page).not.toContain('old slope');
  });
});
