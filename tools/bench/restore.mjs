// Restores side by side: psql with the plain dump, ours in one transaction, ours with two jobs. A fresh database for each run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { plainDumpBytes } from './compare.mjs';
import { startTargetServer } from './database.mjs';
import { measure } from './measure.mjs';
import { megabytes } from './sizes.mjs';
import { splitDump } from './split-dump.mjs';

const restore = (/** @type {string} */ flags) =>
  `node "$CLI" restore "$ARCHIVE" --yes-restore-into restored --quiet ${flags}`;

/** No check, no decompression, nothing to find out: what a client could at most reach on this machine. */
function twoPsql() {
  const psql = (/** @type {string} */ part) => `psql -X -q -v ON_ERROR_STOP=1 -o /dev/null -f "$PARTS/${part}.sql"`;
  const both = (/** @type {string} */ part) => `${psql(`${part}-0`)} & one=$!; ${psql(`${part}-1`)} && wait $one`;
  return `set -e; ${psql('first')}; ${both('rows')}; ${both('last')}`;
}

/** @typedef {{ name: string, title: string, command: string, ours: boolean }} Way */
/** @type {Way[]} */
export const ways = [
  {
    name: 'psql',
    title: '`psql -f` of the plain dump',
    command: 'psql -X -q -v ON_ERROR_STOP=1 -f "$PLAIN" > /dev/null',
    ours: false,
  },
  {
    name: 'psql-1',
    title: '`psql --single-transaction -f` of the plain dump',
    command: 'psql -X -q -1 -v ON_ERROR_STOP=1 -f "$PLAIN" > /dev/null',
    ours: false,
  },
  {
    name: 'psql-2',
    title: 'two `psql` side by side, rows cut before: the floor for two jobs',
    command: twoPsql(),
    ours: false,
  },
  { name: 'ours-1', title: 'Stowbase, one transaction', command: restore(''), ours: true },
  { name: 'ours-2', title: 'Stowbase, two jobs', command: restore('--jobs 2'), ours: true },
];

/** @typedef {{ way: Way, runs: import('./measure.mjs').Measured[] }} RestoreSeries */
/** @typedef {{ series: RestoreSeries[], dumpBytes: number, rounds: number }} RestoreComparison */

/**
 * @param {{ database: import('./database.mjs').BenchDatabase, env: Record<string, string>, work: string, size: number, rounds: number }} o
 * @returns {Promise<RestoreComparison>}
 */
export async function compareRestores({ database, env, work, size, rounds }) {
  console.log(`Building ${megabytes(size)} of plain dump, its archive, and a target server …`);
  await database.growTo(size);
  const dumpBytes = await plainDumpBytes(env);
  const input = join(work, 'input');
  mkdirSync(input);
  await run('pg_dump > "$INPUT/plain.sql" && node "$CLI" backup --out "$INPUT" --quiet', { ...env, INPUT: input });
  await splitDump(join(input, 'plain.sql'), input);
  const archive = join(input, readdirSync(input).find((name) => name.endsWith('.tar')) ?? '');
  const target = await startTargetServer();
  const there = { ...env, ...target.env, PLAIN: join(input, 'plain.sql'), PARTS: input, ARCHIVE: archive };
  const series = ways.map((way) => ({ way, runs: /** @type {import('./measure.mjs').Measured[]} */ ([]) }));
  try {
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < series.length; i++) {
        const one = series[(i + round) % series.length];
        if (one === undefined) continue;
        await target.fresh();
        const measured = await measure(one.way.command, there, join(work, 'run'));
        one.runs.push(measured);
        console.log(
          `  ${round + 1}  ${one.way.name.padEnd(8)} ${measured.wall.toFixed(2)} s  ${measured.cpu.toFixed(2)} s CPU  ${megabytes(measured.peakRss)}`,
        );
      }
    }
  } finally {
    await target.stop();
  }
  return { series, dumpBytes, rounds };
}

/** @param {string} command @param {Record<string, string>} env */
async function run(command, env) {
  const child = spawn('bash', ['-c', command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`exit code ${code}: ${command}`);
}
