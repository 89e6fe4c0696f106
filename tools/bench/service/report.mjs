// What bench:service says: figures beside their targets.
import { cpus, totalmem } from 'node:os';
import { median, megabytes } from '../sizes.mjs';
import { schedules } from './records.mjs';

/**
 * @typedef {{ rss: number, cpu: number }} Idle bytes; a part of one core
 * @typedef {{ empty: import('./running.mjs').Start[], full: import('./running.mjs').Start[], idleEmpty: Idle, idleFull: Idle, lists: import('./lists.mjs').Timing[], rssAfter: number }} Figures
 *   `rssAfter`: of the process that answered the lists
 */

const longestStart = 2_000;
const mostMemory = 150 * 2 ** 20;
const longestPage = 100;
/** "About 0". */
const mostIdle = 0.01;

/** @param {Figures} figures @param {{ rows: number, starts: number, idle: number, requests: number, load: number, realTime: boolean }} o `load`: average of the machine before */
export function serviceReport(
  { empty, full, idleEmpty, idleFull, lists, rssAfter },
  { rows, starts, idle, requests, load, realTime },
) {
  const many = `${rows.toLocaleString('en')} backups, ${schedules.toLocaleString('en')} schedules`;
  /** @type {[string, string, string, boolean][]} */
  const targets = [
    ['start to the first 200, no records', ...slowest(empty)],
    [`start to the first 200, ${many}`, ...slowest(full)],
    [`memory (RSS) after ${idle} s idle, no records`, ...memory(idleEmpty.rss)],
    [`memory (RSS) after ${idle} s idle, ${many}`, ...memory(idleFull.rss)],
    [`idle CPU, ${many}`, `${(idleFull.cpu * 100).toFixed(2)} % of a core`, '≤ 1 %', idleFull.cpu <= mostIdle],
  ];
  const pages = lists.map(({ title, p50, p95, worst, cpu }) => ({
    cells: [title, ms(cpu), ms(p50), ms(p95), ms(worst)],
    ok: p95 < longestPage,
  }));
  const met = targets.every((row) => row[3]) && pages.every(({ ok }) => ok);
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const section = [
    '## The service',
    '',
    `${new Date().toISOString().slice(0, 10)}. ${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}, SQLite. \`stowbase serve\` in a process of its own, asked over HTTP by the machine it runs on. Of ${starts} starts the slowest counts; each list was asked for ${requests} times, in turn.${busy({ load, realTime })}`,
    '',
    '| what | measured | target | |',
    '| --- | --- | --- | --- |',
    ...targets.map(([what, value, target, ok]) => `| ${what} | ${value} | ${target} | ${word(ok)} |`),
    `| memory (RSS) after the lists below | ${megabytes(rssAfter)} | – | |`,
    '',
    `### Pages of lists, ${many}`,
    '',
    '| list | CPU | p50 | p95 | slowest | p95 < 100 ms |',
    '| --- | --- | --- | --- | --- | --- |',
    ...pages.map(({ cells, ok }) => `| ${cells.join(' | ')} | ${word(ok)} |`),
  ].join('\n');
  return { text: section, section, met };
}

/** @param {import('./running.mjs').Start[]} starts @returns {[string, string, boolean]} */
function slowest(starts) {
  const times = starts.map(({ wallMs }) => wallMs);
  const worst = Math.max(...times);
  const cpu = median(starts.map(({ cpuMs }) => cpuMs));
  return [`${ms(worst)} (median ${ms(median(times))}, of CPU ${ms(cpu)})`, '≤ 2 s', worst <= longestStart];
}

/** @param {number} rss @returns {[string, string, boolean]} */
function memory(rss) {
  return [`${megabytes(rss)}`, `≤ ${megabytes(mostMemory)} (150 MiB)`, rss <= mostMemory];
}

/** What other programs do counts against the times, not against CPU and memory. @param {{ load: number, realTime: boolean }} o */
function busy({ load, realTime }) {
  if (load < cpus().length / 2) return '';
  if (realTime)
    return ` Other programs kept the machine busy (load ${load.toFixed(1)}); this ran before them, at real-time priority.`;
  return ` **Other programs kept the machine busy** (load ${load.toFixed(1)}): times are too long, CPU and memory are right.`;
}

const ms = (/** @type {number} */ time) => (time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`);
const word = (/** @type {boolean} */ ok) => (ok ? 'met' : '**not met**');
