import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ScratchServer } from '@stowbase/postgres/testing';
import type { CatalogueContext, Query } from '../types';

const run = promisify(execFile);

/**
 * Runs a script as a person would: psql in one transaction, as the given role, with the empty search_path every member begins with. Gives psql's stderr (the warnings); throws when psql fails.
 */
export async function psql(server: ScratchServer, user: string, sql: string, database = 'postgres'): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stowbase-catalogue-'));
  try {
    const script = path.join(folder, 'script.sql');
    await writeFile(script, `SELECT pg_catalog.set_config('search_path', '', false);\n${sql}`);
    const { stderr } = await run(
      await findPsql(),
      ['-X', '-q', '--single-transaction', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-f', script],
      {
        env: {
          PGHOST: server.host,
          PGPORT: String(server.port),
          PGUSER: user,
          PGDATABASE: database,
          PGPASSWORD: server.passwords.get(user),
          PGOPTIONS: '-c client_min_messages=warning',
        },
      },
    );
    return stderr;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a generator as the snapshot holder does: one read-only transaction with an empty search_path. */
export async function inHolder<T>(
  server: ScratchServer,
  user: string,
  generate: (q: Query, ctx: CatalogueContext) => Promise<T>,
  database = 'postgres',
): Promise<T> {
  return server.with(user, database, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query("SELECT pg_catalog.set_config('search_path', '', true)");
    const query: Query = async (text, values) =>
      (await client.query(text, values)).rows as Record<string, string | null>[];
    const [row] = await query(`SELECT pg_catalog.current_setting('server_version_num') AS number`);
    return generate(query, { serverVersionNum: Number(row?.number), database, currentUser: user });
  });
}

/** One column of a query, sorted: for comparing two catalogues. */
export async function lines(server: ScratchServer, sql: string, database = 'postgres'): Promise<string[]> {
  const { rows } = await server.with(server.superuser.user, database, (client) =>
    client.query<{ line: string }>(`SELECT x.line::text AS line FROM (${sql}) AS x (line)`),
  );
  return rows.map((row) => row.line).sort();
}

export async function runAs(server: ScratchServer, user: string, sql: string, database = 'postgres'): Promise<void> {
  await server.with(user, database, (client) => client.query(sql));
}

/** The newest psql of the folders Debian and the PostgreSQL project install to, else the one of PATH. */
async function findPsql(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const majors = (await readdir(root).catch(() => [])).sort((a, b) => Number(b) - Number(a));
  for (const major of majors) {
    const file = path.join(root, major, 'bin', 'psql');
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return 'psql';
}
