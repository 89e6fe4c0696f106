#!/usr/bin/env node
// npm run bench:destinations [-- --megabytes 1200 --limit 20 --no-write]: one backup to three destinations at once, each limited, against
// one alone: wall time and memory of the service. Writes a section of docs/performance.md.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBenchDatabase } from './bench/database.mjs';
import { oneAndThree } from './bench/destinations/backups.mjs';
import { destinationsReport } from './bench/destinations/report.mjs';
import { writeSection } from './bench/performance-page.mjs';
import { makeToken } from './bench/service/lists.mjs';
import { startService } from './bench/service/running.mjs';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1200' },
    limit: { type: 'string', default: '20' },
    'no-write': { type: 'boolean', default: false },
  },
});
const limit = Number(values.limit) * 1e6;

const [load = 0] = loadavg();
execFileSync(process.execPath, [join(root, 'tools/build.mjs'), 'cli', 'api'], { stdio: ['ignore', 2, 2] });
mkdirSync(join(root, 'tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'tmp/bench-destinations-'));
const database = await startBenchDatabase();
try {
  await database.growTo(Number(values.megabytes) * 1e6);
  const service = await startService(folder, { ALLOW_PRIVATE_NETWORKS: '1' });
  try {
    const runs = await oneAndThree(service, await makeToken(service), { url: database.url, folder, limit });
    const { text, section, met } = destinationsReport(runs, { limit, load });
    console.log(text);
    if (!values['no-write']) writeSection(join(root, 'docs/performance.md'), 'destinations', section);
    process.exitCode = met ? 0 : 1;
  } finally {
    await service.stop();
  }
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
