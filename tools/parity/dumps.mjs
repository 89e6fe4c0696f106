// The files of the Supabase CLI, and how we make the same ones: our own flags from our own lists, our rules on pg_dump's output.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** @typedef {'schema' | 'history' | 'data' | 'roles'} Section */
/** @typedef {{ file: string, section: Section, cliFlags: string[], program: 'pg_dump' | 'pg_dumpall', flags: (sql: any) => string[] }} Dump */

const rows = [
  '--data-only',
  ...['auth.schema_migrations', 'storage.migrations', 'supabase_functions.migrations'].map(
    (t) => `--exclude-table=${t}`,
  ),
];
const quoting = ['--quote-all-identifiers', '--role=postgres'];

/** @type {Dump[]} */
export const dumps = [
  {
    file: 'schema.sql',
    section: 'schema',
    cliFlags: [],
    program: 'pg_dump',
    flags: (sql) => ['--schema-only', ...quoting, ...without(sql.excludedFromSchema)],
  },
  {
    file: 'data.sql',
    section: 'data',
    cliFlags: ['--data-only', '--use-copy'],
    program: 'pg_dump',
    flags: (sql) => [...rows, ...quoting, '--schema=*', ...without(sql.excludedFromData)],
  },
  {
    file: 'data.sql with INSERT',
    section: 'data',
    cliFlags: ['--data-only'],
    program: 'pg_dump',
    flags: (sql) => [
      ...[...rows, ...quoting, '--schema=*', ...without(sql.excludedFromData)],
      ...['--column-inserts', '--rows-per-insert=100000'],
    ],
  },
  {
    file: 'history_schema.sql',
    section: 'history',
    cliFlags: ['--schema', 'supabase_migrations'],
    program: 'pg_dump',
    flags: () => ['--schema-only', ...quoting, '--schema=supabase_migrations'],
  },
  {
    file: 'history_data.sql',
    section: 'data',
    cliFlags: ['--data-only', '--use-copy', '--schema', 'supabase_migrations'],
    program: 'pg_dump',
    flags: () => [...rows, ...quoting, '--schema=supabase_migrations'],
  },
  {
    file: 'roles.sql',
    section: 'roles',
    cliFlags: ['--role-only'],
    program: 'pg_dumpall',
    flags: () => ['--roles-only', ...quoting, '--no-role-passwords', '--no-comments'],
  },
];

/** @param {readonly string[]} schemas */
const without = (schemas) => schemas.map((schema) => `--exclude-schema=${schema}`);

/**
 * The unchanged output of pg_dump or pg_dumpall.
 * @param {Dump} dump @param {any} sql libs/sql-stream
 * @param {{ env: Record<string, string>, client: import('./supabase-cli.mjs').Client, restrictKey: string }} source
 */
export function rawDump(dump, sql, { env, client, restrictKey }) {
  const flags = [...dump.flags(sql), ...(client.restrictKey ? [`--restrict-key=${restrictKey}`] : [])];
  const run = spawnSync(join(client.dir, dump.program), flags, {
    env: { ...env, PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    maxBuffer: 1024 ** 3,
  });
  if (run.status !== 0) throw new Error(`${dump.program} ended with ${run.status}: ${run.stderr.toString()}`);
  return run.stdout;
}

/**
 * What the rule set `supabase-cli` makes of it, chunk by chunk as it would arrive. Roles never go through a rule set: there the line rules alone.
 * @param {any} sql libs/sql-stream @param {Section} section @param {Buffer} raw
 */
export function throughCliRules(sql, section, raw) {
  if (section === 'roles') {
    const lines = sql.cliLineRules(section);
    return Buffer.concat([...chunks(raw).map((chunk) => lines.push(chunk)), lines.end()]);
  }
  const rules = sql.RuleSet.named('supabase-cli', { section, excludedSchemas: [], onWarning: () => undefined });
  const scanner = new sql.SqlScanner({ maxStatementBytes: raw.length });
  /** @type {Buffer[]} */
  const out = [];
  const take = (/** @type {any[]} */ parts) => out.push(...parts.flatMap((part) => sql.partBytes(part)));
  for (const chunk of chunks(raw)) for (const part of scanner.push(chunk)) take(rules.apply(part));
  for (const part of scanner.end()) take(rules.apply(part));
  take(rules.end());
  return Buffer.concat(out);
}

/** @param {Buffer} bytes */
function chunks(bytes) {
  const size = 64 * 1024;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
}
