// What bench:storage says: figures beside their targets.
import { cpus, totalmem } from 'node:os';
import { median, megabytes } from '../sizes.mjs';

const leastShare = 0.95;
/** Of the memory of the first half. */
const mostGrowth = 1.1;

/**
 * @param {{ rounds: import('./throughput.mjs').Round[], large: import('./memory.mjs').Large }} figures
 * @param {{ bytes: number, load: number }} o `bytes` of a round's file; `load`: average of the machine before
 */
export function storageReport({ rounds, large }, { bytes, load }) {
  const latencies = [...new Set(rounds.map(({ latency }) => latency))];
  const rows = latencies.map((latency) => {
    const these = rounds.filter((round) => round.latency === latency);
    const of = (/** @type {'ours' | 'sdk' | 'rclone'} */ way) => median(these.map((round) => round[way]));
    const [ours, sdk, rclone] = [of('ours'), of('sdk'), of('rclone')];
    // Of medians: the better of two in each round would be the luckier one.
    const share = ours / Math.max(sdk, rclone);
    return { latency, ours, sdk, rclone, share, met: share >= leastShare };
  });
  const { first, last, growth } = memoryOf(large.rss);
  const flat = growth <= mostGrowth;
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const busy = load < cpus().length / 2 ? '' : ` **Other programs kept the machine busy** (load ${load.toFixed(1)}).`;
  const section = [
    '## Storages',
    '',
    `${new Date().toISOString().slice(0, 10)}. ${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}, Ceph radosgw in memory on the same machine. ${megabytes(bytes)} of noise, each way in a process of its own, in turn; medians of ${rounds.length / latencies.length} rounds. Ours hashes what it sends as well.${busy}`,
    '',
    "| latency, each way | Stowbase | the SDK's Upload | `rclone rcat` | Stowbase : the better one | ≥ 0.95 |",
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ latency, ours, sdk, rclone, share, met }) =>
        `| ${latency} ms | ${speed(ours)} | ${speed(sdk)} | ${speed(rclone)} | ${share.toFixed(2)} | ${word(met)} |`,
    ),
    '',
    `${(large.bytes / 2 ** 30).toFixed(0)} GiB through the driver to a server that keeps nothing: ${speed(large.bytes / 1e6 / large.seconds)}; memory ${megabytes(first)} in its first half, ${megabytes(last)} in its second (medians of what is there after a collection), ${megabytes(large.peak)} at most: ${word(flat)} (no growth beyond 10 %).`,
  ].join('\n');
  return { section, met: flat && rows.every(({ met }) => met) };
}

/** The allocator keeps some pages now and again: halves are compared, not single samples. @param {number[]} rss */
function memoryOf(rss) {
  const half = Math.ceil(rss.length / 2);
  const first = median(rss.slice(0, half));
  const last = rss.length > half ? median(rss.slice(half)) : first;
  return { first, last, growth: last / first };
}

const speed = (/** @type {number} */ value) => `${Math.round(value)} MB/s`;
const word = (/** @type {boolean} */ ok) => (ok ? 'met' : '**not met**');
