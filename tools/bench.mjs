#!/usr/bin/env node
// npm run bench [-- --size 2GB] [--rounds 3] [--pipelines floor,zstd,ours-zstd3 | all] [--profile] [--restore] [--slope] [--no-write]
// Ratios against the floor, measured side by side in one run; writes docs/performance.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBenchDatabase } from './bench/database.mjs';
import { measureSlope } from './bench/slope.mjs';
import { compare } from './bench/compare.mjs';
import { choosePipelines } from './bench/pipelines.mjs';
import { compareRestores } from './bench/restore.mjs';
import { pipelinesSection, restoreSection, slopeSection } from './bench/report.mjs';
import { bytesOf } from './bench/sizes.mjs';
import { writeSection } from './bench/performance-page.mjs';
import { setUp } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist/apps/cli/main.js');

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '2GB' },
    rounds: { type: 'string', default: '3' },
    pipelines: { type: 'string' },
    profile: { type: 'boolean', default: false },
    restore: { type: 'boolean', default: false },
    slope: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
});
const client17 = join(root, 'tmp/pg-client-17/usr/lib/postgresql/17/bin');
const chosen = choosePipelines(values.pipelines).filter((p) => {
  const possible = p.needs === undefined || existsSync(client17);
  if (!possible) console.log(`Left out: ${p.name} needs "npm run setup -- --client-17".`);
  return possible;
});
const size = bytesOf(values.size);
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds takes a whole number from 1, not '${values.rounds}'`);

if (!setUp().ok) process.exit(1);
const built = spawnSync(join(root, 'node_modules/.bin/nx'), ['run', 'cli:build'], { cwd: root, encoding: 'utf8' });
if (built.status !== 0 || !existsSync(cli))
  throw new Error(`The command line could not be built:\n${built.stdout}${built.stderr}`);

mkdirSync(join(root, 'tmp'), { recursive: true });
const work = mkdtempSync(join(root, 'tmp/bench-'));
const database = await startBenchDatabase();
try {
  const env = {
    ...database.env,
    CLI: cli,
    SOURCE_DATABASE_URL: database.url,
    RECIPIENT: recipient(),
    PG17: client17,
    PATH: `${database.bin}:${process.env['PATH']}`,
  };
  const [name, section] = await measured(env);
  console.log(`\n${section}`);
  if (!values['no-write']) writeSection(join(root, 'docs/performance.md'), name, section);
} finally {
  await database.stop();
  rmSync(work, { recursive: true, force: true });
}

/** @param {Record<string, string>} env @returns {Promise<[name: string, section: string]>} */
async function measured(env) {
  const { major } = database;
  if (values.slope) return ['slope', slopeSection(await measureSlope(database, env, work), major)];
  if (values.restore)
    return ['restore', restoreSection(await compareRestores({ database, env, work, size, rounds }), major)];
  const { profile } = values;
  return ['pipelines', pipelinesSection(await compare({ database, env, work, size, rounds, chosen, profile }), major)];
}

function recipient() {
  const made = spawnSync('age-keygen', { encoding: 'utf8' });
  return /# public key: (age1\w+)/.exec(made.stdout)?.[1] ?? '';
}
