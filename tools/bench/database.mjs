// A scratch PostgreSQL with the bench database, grown to a chosen size.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { blockBytes, rowsOf, smallTables, smallTableSql, tables } from './rows.mjs';

const root = join(import.meta.dirname, '../..');

/** @typedef {{ env: Record<string, string>, url: string, major: number, bin: string, growTo: (bytes: number) => Promise<void>, stop: () => Promise<void> }} BenchDatabase */

/** Starts the project's own scratch server (the one that its tests use). @returns {Promise<BenchDatabase>} */
export async function startBenchDatabase() {
  const { startScratchServer } = await testingDoor();
  const server = await startScratchServer({
    preload: [],
    settings: {
      shared_buffers: '256MB',
      max_wal_size: '8GB',
      wal_level: 'minimal',
      max_wal_senders: '0',
      autovacuum: 'off',
    },
  });
  const { user, password } = server.superuser;
  const env = {
    PGHOST: server.host,
    PGPORT: String(server.port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: 'bench',
  };
  await server.with(user, 'postgres', (/** @type {any} */ c) => c.query('CREATE DATABASE bench'));
  await psql(env, ['-c', tables.map((t) => `CREATE TABLE ${t.name} (${t.columns});`).join('\n')]);
  await psql(env, ['-c', Array.from({ length: smallTables }, (_, n) => smallTableSql(n)).join('\n')]);
  let blocks = 0;
  return {
    env,
    url: server.url(user, 'bench'),
    major: server.major,
    bin: server.binaries.bin,
    async growTo(bytes) {
      const wanted = Math.max(1, Math.round(bytes / blockBytes));
      await load(env, blocks, wanted);
      blocks = wanted;
      await psql(env, ['-c', 'VACUUM (FREEZE, ANALYZE)']);
      await psql(env, ['-c', 'CHECKPOINT']);
    },
    stop: () => server.stop(),
  };
}

/**
 * A server with the settings of a usual one (WAL as a replica needs it) for restores; `fresh` makes its database `restored` anew.
 * @returns {Promise<{ env: Record<string, string>, fresh: () => Promise<void>, stop: () => Promise<void> }>}
 */
export async function startTargetServer() {
  const { startScratchServer } = await testingDoor();
  const server = await startScratchServer({
    preload: [],
    settings: { shared_buffers: '256MB', max_wal_size: '8GB', autovacuum: 'off' },
  });
  const { user, password } = server.superuser;
  const login = { PGHOST: server.host, PGPORT: String(server.port), PGUSER: user, PGPASSWORD: password };
  return {
    env: { ...login, PGDATABASE: 'restored', TARGET_DATABASE_URL: server.url(user, 'restored') },
    async fresh() {
      const admin = { ...login, PGDATABASE: 'postgres' };
      await psql(admin, ['-c', 'DROP DATABASE IF EXISTS restored']);
      await psql(admin, ['-c', 'CREATE DATABASE restored']);
      await psql(admin, ['-c', 'CHECKPOINT']);
    },
    stop: () => server.stop(),
  };
}

/** @param {Record<string, string>} env @param {number} from @param {number} to blocks */
async function load(env, from, to) {
  const loaders = tables.map((table) => ({
    table,
    child: startPsql(env, ['-c', `COPY ${table.name} FROM STDIN`], 'pipe'),
  }));
  const ends = loaders.map(({ child }) => ended(child));
  for (let block = from; block < to; block++) {
    for (const { table, child } of loaders) {
      for (const piece of rowsOf(table, block))
        if (child.stdin?.write(piece) === false) await once(child.stdin, 'drain');
    }
  }
  for (const { child } of loaders) child.stdin?.end();
  await Promise.all(ends);
}

/** @param {Record<string, string>} env @param {string[]} args */
async function psql(env, args) {
  await ended(startPsql(env, args, 'ignore'));
}

/** @param {Record<string, string>} env @param {string[]} args @param {'pipe' | 'ignore'} stdin */
function startPsql(env, args, stdin) {
  return spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...args], {
    env: { ...process.env, ...env },
    stdio: [stdin, 'ignore', 'inherit'],
  });
}

/** @param {import('node:child_process').ChildProcess} child */
async function ended(child) {
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`psql ended with ${signal ?? `exit code ${code}`}`);
}

/** The testing door of libs/postgres is TypeScript with path aliases: bundled here, into tmp. */
async function testingDoor() {
  const outfile = join(root, 'tmp/bench/postgres-testing.mjs');
  mkdirSync(join(root, 'tmp/bench'), { recursive: true });
  await build({
    entryPoints: [join(root, 'libs/postgres/src/testing/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.base.json'),
    outfile,
    logLevel: 'error',
  });
  return import(outfile);
}
