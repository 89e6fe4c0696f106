// What the bench of several destinations tells.
import { cpus, totalmem } from 'node:os';

const mostRatio = 1.25;
const mostRss = 400e6;
/** Flat: what the second half of the time has more than the first. */
const mostGrowth = 32e6;

/**
 * @param {{ alone: import('./backups.mjs').Backup, three: import('./backups.mjs').Backup }} runs
 * @param {{ limit: number, load: number }} about `load`: of the machine before
 * @returns {{ text: string, section: string, met: boolean }}
 */
export function destinationsReport({ alone, three }, { limit, load }) {
  const ratio = three.seconds / alone.seconds;
  const peak = Math.max(...three.rss);
  const half = Math.floor(three.rss.length / 2);
  const growth = Math.max(...three.rss.slice(half)) - Math.max(...three.rss.slice(0, half));
  const rows = [
    [`wall of three ≤ ${mostRatio} × one alone`, `${ratio.toFixed(2)} ×`, ratio <= mostRatio],
    [`RSS of the service ≤ ${megabytes(mostRss)}`, megabytes(peak), peak <= mostRss],
    [
      `no growth from the first to the second half (≤ ${megabytes(mostGrowth)})`,
      megabytes(growth),
      growth <= mostGrowth,
    ],
  ];
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const section = `## Three destinations

${new Date().toISOString().slice(0, 10)}. ${machine}; load before: ${load.toFixed(1)}. Backups through the service, an archive of ${megabytes(alone.bytes)}; every destination limited to ${megabytes(limit)} a second.

| destinations | seconds | bytes a second to each | peak RSS of the service |
| --- | --- | --- | --- |
${[alone, three].map((run, n) => `| ${n === 0 ? 'one alone' : 'three at once'} | ${run.seconds.toFixed(1)} | ${megabytes(run.bytes / run.seconds)} | ${megabytes(Math.max(...run.rss))} |`).join('\n')}

### Targets

| target | measured | met |
| --- | --- | --- |
${rows.map(([target, measured, isMet]) => `| ${target} | ${measured} | ${isMet ? 'yes' : '**no**'} |`).join('\n')}`;
  return { section, text: `${section}\n`, met: rows.every(([, , isMet]) => isMet) };
}

/** @param {number} bytes */
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
