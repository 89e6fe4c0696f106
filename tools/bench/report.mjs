// Figures as a page: tables, targets, and which machine it was.
import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { megabytes, median } from './sizes.mjs';

const maxRss = 220e6;
const noDisk = 1e6;

/** @param {import('./compare.mjs').Comparison} c @param {number} major @returns {string} Markdown */
export function pipelinesSection(c, major) {
  const floor = runsOf(c, 'floor');
  const reference = runsOf(c, 'zstd');
  const rows = c.series.map(({ pipeline, runs }) => {
    const ratio = (/** @type {import('./measure.mjs').Measured[]} */ base, /** @type {'wall' | 'cpu'} */ what) =>
      times(ratioOf(runs, base, what));
    return [
      pipeline.title,
      ratio(floor, 'wall'),
      ratio(reference, 'wall'),
      ratio(floor, 'cpu'),
      megabytes(median(runs.map((r) => r.peakRss))),
      pipeline.name === 'floor' ? '–' : megabytes(median(runs.map((r) => r.stored))),
      megabytes(Math.max(...runs.map((r) => r.peakTemporary))),
    ];
  });
  return [
    `## Pipelines`,
    `${today()}. ${machine(major)}. A plain dump of ${megabytes(c.dumpBytes)}, ${c.rounds} rounds, interleaved; each figure is the median of the rounds' ratios. Server and backup share the machine; the server is in no figure but wall time.`,
    table(
      ['pipeline', 'wall × floor', 'wall × C reference', 'CPU × floor', 'peak RSS', 'stored', 'temporary disk'],
      rows,
    ),
    '### Targets',
    table(['target', 'measured', 'met'], targets(c)),
    ...(c.profile === null ? [] : ['### Where the time goes (zstd 3)', `${c.profile}.`]),
  ].join('\n\n');
}

/** @param {import('./slope.mjs').Slope} slope @param {number} major @returns {string} Markdown */
export function slopeSection({ points, limited }, major) {
  const [first, last] = [points[0], points.at(-1)];
  const growth = (last?.peakRss ?? NaN) - (first?.peakRss ?? NaN);
  const flat = growth <= 0.1 * (first?.peakRss ?? 0) && points.every((p) => p.peakRss <= maxRss);
  return [
    '## Memory against size',
    `${today()}. ${machine(major)}. Backup to a local file, zstd 3. Each size as often as makes the same number of bytes, so that each has as many chances of a peak.`,
    table(
      ['plain dump', 'runs', 'peak RSS', 'temporary disk'],
      points.map((p) => [megabytes(p.dumpBytes), String(p.runs), megabytes(p.peakRss), megabytes(p.peakTemporary)]),
    ),
    '### Targets',
    table(
      ['target', 'measured', 'met'],
      [
        [
          '≤ 220 MB at every size, and no growth (≤ 10 %)',
          `${growth >= 0 ? '+' : '−'}${megabytes(Math.abs(growth))} from the smallest to the biggest`,
          flat ? 'yes' : '**no**',
        ],
        [
          'completes inside a 256 MB memory limit',
          limited,
          limited === 'completed' ? 'yes' : limited === 'failed' ? '**no**' : 'not measured',
        ],
      ],
    ),
  ].join('\n\n');
}

/** @param {import('./restore.mjs').RestoreComparison} c @param {number} major @returns {string} Markdown */
export function restoreSection(c, major) {
  const runs = (/** @type {string} */ name) => c.series.find((s) => s.way.name === name)?.runs ?? [];
  const faster = (/** @type {string} */ name) => ratioOf(runs('psql'), runs(name), 'wall');
  const rss = Math.max(...c.series.filter((s) => s.way.ours).flatMap((s) => s.runs.map((r) => r.peakRss)));
  /** @type {[string, number, number][]} */
  const limits = [
    ['two jobs: ≥ 1.7 times as fast as `psql -f`', faster('ours-2'), 1.7],
    ['one transaction: ≥ 0.95 times as fast as `psql -f`', faster('ours-1'), 0.95],
  ];
  return [
    '## Restores',
    `${today()}. ${machine(major)}. A plain dump of ${megabytes(c.dumpBytes)} into a fresh database of another server on the same machine, ${c.rounds} rounds, interleaved; each figure is the median of the rounds' ratios. Ours checks every hash before the first statement and compares with the archive before it commits: both are in its time.`,
    table(
      ['way', 'speed (`psql -f` = 1)', 'wall × `psql -f`', 'CPU × `psql -f`', 'peak RSS', 'temporary disk'],
      c.series.map(({ way, runs: own }) => [
        way.title,
        times(ratioOf(runs('psql'), own, 'wall')),
        times(ratioOf(own, runs('psql'), 'wall')),
        times(ratioOf(own, runs('psql'), 'cpu')),
        megabytes(median(own.map((r) => r.peakRss))),
        megabytes(Math.max(...own.map((r) => r.peakTemporary))),
      ]),
    ),
    '### Targets',
    table(
      ['target', 'measured', 'met'],
      [
        ...limits.map(([title, speed, least]) => [title, times(speed), speed >= least ? 'yes' : '**no**']),
        ['peak RSS ≤ 300 MB', megabytes(rss), rss <= 300e6 ? 'yes' : '**no**'],
      ],
    ),
  ].join('\n\n');
}

/** @param {import('./compare.mjs').Comparison} c */
function targets(c) {
  const [floor, reference] = [runsOf(c, 'floor'), runsOf(c, 'zstd')];
  /** @type {[string, string, import('./measure.mjs').Measured[], number][]} */
  const limits = [
    ['zstd 3: ≤ 1.3 × the floor', 'ours-zstd3', floor, 1.3],
    ['zstd 3: ≤ 1.05 × the C reference', 'ours-zstd3', reference, 1.05],
    ['zstd 1: ≤ 1.1 × the floor', 'ours-zstd1', floor, 1.1],
    ['zstd 3 and age: ≤ 1.4 × the floor', 'ours-zstd3-age', floor, 1.4],
  ];
  const rows = limits.flatMap(([title, name, base, limit]) => {
    const ratio = ratioOf(runsOf(c, name), base, 'wall');
    return Number.isNaN(ratio) ? [] : [[title, times(ratio), ratio <= limit ? 'yes' : '**no**']];
  });
  const ours = c.series.filter((s) => s.pipeline.ours);
  if (ours.length === 0) return rows;
  const rss = Math.max(...ours.flatMap((s) => s.runs.map((r) => r.peakRss)));
  const disk = Math.max(...ours.flatMap((s) => s.runs.map((r) => r.peakTemporary)));
  rows.push(['peak RSS of ours ≤ 220 MB', megabytes(rss), rss <= maxRss ? 'yes' : '**no**']);
  rows.push(['no temporary disk', megabytes(disk), disk <= noDisk ? 'yes' : '**no**']);
  const beaten = c.series.filter(
    (s) => !s.pipeline.ours && !['floor', 'zstd', 'fd-j2', 'fd-j2-zstd'].includes(s.pipeline.name),
  );
  for (const other of beaten) {
    const ratio = ratioOf(runsOf(c, 'ours-zstd3'), other.runs, 'wall');
    if (!Number.isNaN(ratio))
      rows.push([`zstd 3: faster than ${other.pipeline.title}`, times(ratio), ratio < 1 ? 'yes' : '**no**']);
  }
  return rows;
}

/** Median of the ratios round by round; NaN where one side wasn't measured. @param {import('./measure.mjs').Measured[]} runs @param {import('./measure.mjs').Measured[]} base @param {'wall' | 'cpu'} what */
function ratioOf(runs, base, what) {
  return median(runs.map((run, i) => run[what] / (base[i]?.[what] ?? NaN)));
}

/** @param {import('./compare.mjs').Comparison} c @param {string} name */
function runsOf(c, name) {
  return c.series.find((s) => s.pipeline.name === name)?.runs ?? [];
}

/** @param {number} ratio */
function times(ratio) {
  return Number.isNaN(ratio) ? '–' : `${ratio.toFixed(2)} ×`;
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

/** @param {number} major */
function machine(major) {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const client =
    /\d+(\.\d+)?/.exec(spawnSync('pg_dump', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${model}), ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}, PostgreSQL ${major} server, pg_dump ${client}`;
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
