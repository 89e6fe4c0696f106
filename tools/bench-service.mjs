#!/usr/bin/env node
// npm run bench:service [-- --rows 100000 --starts 5 --idle 60 --requests 40 --no-write]: how fast the service starts, how much memory it
// takes, and how fast its lists are; targets of design/performance.md. Writes a section of docs/performance.md.
// On a machine that does other things: `chrt -f 1 npm run bench:service`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeSection } from './bench/performance-page.mjs';
import { makeToken, timeLists } from './bench/service/lists.mjs';
import { fillRecords } from './bench/service/records.mjs';
import { serviceReport } from './bench/service/report.mjs';
import { startService } from './bench/service/running.mjs';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    starts: { type: 'string', default: '5' },
    idle: { type: 'string', default: '60' },
    requests: { type: 'string', default: '40' },
    'no-write': { type: 'boolean', default: false },
  },
});
const [rows, starts, idle, requests] = [values.rows, values.starts, values.idle, values.requests].map(Number);

const [load = 0] = loadavg();
execFileSync(process.execPath, [join(root, 'tools/build.mjs'), 'cli', 'api'], { stdio: ['ignore', 2, 2] });
mkdirSync(join(root, 'tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'tmp/bench-service-'));
try {
  const figures = await measure();
  const { text, section, met } = serviceReport(figures, { rows, starts, idle, requests, load, realTime: isRealTime() });
  console.log(text);
  if (!values['no-write']) writeSection(join(root, 'docs/performance.md'), 'service', section);
  process.exitCode = met ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Started by `chrt -f 1`, say: the scheduling policy is 1 or 2 then (proc_pid_stat(5), field 41). */
function isRealTime() {
  const policy = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[38];
  return policy === '1' || policy === '2';
}

/** @returns {Promise<import('./bench/service/report.mjs').Figures>} */
async function measure() {
  const first = await startService(folder);
  const token = await makeToken(first);
  await first.stop();
  const empty = [first.start, ...(await startTimes(starts - 1))];
  const idleEmpty = await whileIdle();
  fillRecords(join(folder, 'data/stowbase.db'), rows);
  const full = await startTimes(starts);
  const idleFull = await whileIdle();
  const service = await startService(folder);
  try {
    const lists = await timeLists(service, token, requests);
    return { empty, full, idleEmpty, idleFull, lists, rssAfter: service.rss() };
  } finally {
    await service.stop();
  }
}

/** @param {number} count */
async function startTimes(count) {
  const times = [];
  for (let n = 0; n < count; n += 1) {
    const service = await startService(folder);
    times.push(service.start);
    await service.stop();
  }
  return times;
}

/** Memory at the end of an idle time, and what it computed in it. */
async function whileIdle() {
  const service = await startService(folder);
  try {
    const before = service.cpuMs();
    await delay(idle * 1_000);
    return { rss: service.rss(), cpu: (service.cpuMs() - before) / (idle * 1_000) };
  } finally {
    await service.stop();
  }
}
