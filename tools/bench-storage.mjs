#!/usr/bin/env node
// npm run bench:storage [-- --megabytes 256 --rounds 5 --gib 12 --no-write]: how fast backups go to S3 beside other programs, and how much memory a
// large one takes. Writes a section of docs/performance.md.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSection } from './bench/performance-page.mjs';
import { measureLarge } from './bench/storage/memory.mjs';
import { storageReport } from './bench/storage/report.mjs';
import { measureThroughput, writeNoise } from './bench/storage/throughput.mjs';
import { setUp } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '5' },
    gib: { type: 'string', default: '12' },
    'no-write': { type: 'boolean', default: false },
  },
});
const bytes = Number(values.megabytes) * 1e6;

if (!setUp({ servers: true, say: console.error }).ok) process.exit(1);
const [load = 0] = loadavg();
mkdirSync(join(root, 'tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'tmp/bench-storage-'));
try {
  const file = join(folder, 'noise');
  writeNoise(file, bytes);
  const what = { file, bytes, rounds: Number(values.rounds), latencies: [0, 40] };
  const rounds = await measureThroughput(what, console.log);
  const large = await measureLarge(Number(values.gib));
  const { section, met } = storageReport({ rounds, large }, { bytes, load });
  console.log(section);
  if (!values['no-write']) writeSection(join(root, 'docs/performance.md'), 'storage', section);
  process.exitCode = met ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
