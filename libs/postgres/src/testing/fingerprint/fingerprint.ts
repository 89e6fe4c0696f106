import { createHash } from 'node:crypto';
import pg from 'pg';
import type { ScratchSettings } from '../server/scratch-server';
import type { FingerprintQuery } from './catalogue-sql';
import { cronQuery, databaseQueries } from './cluster-and-database';
import { relationQueries } from './relations';
import { routineAndTypeQueries } from './routines-and-types';
import { rowLines, sequenceLines } from './rows';

/** Sorted lines `kind|object|facts`; `\`, line feed and carriage return are escaped, so one fact is one line. No oids but large objects'. */
export type Fingerprint = readonly string[];

/** Longer facts are cut and end with their length and hash. */
const longestFacts = 4000;

/**
 * Everything a complete backup must bring back, of one database and its cluster's roles: equal fingerprints mean equal databases.
 * Connect as a superuser: others don't see all rows and passwords. Reads only, in one snapshot.
 */
export async function fingerprint(settings: Omit<ScratchSettings, 'tls'> & { tls?: unknown }): Promise<Fingerprint> {
  const { host, port, user, password, database } = settings;
  const client = new pg.Client({ host, port, user, password, database, ssl: false });
  await client.connect();
  try {
    await client.query(`SET search_path = ''; SET timezone = 'UTC'; SET datestyle = ISO; SET intervalstyle = postgres; SET bytea_output = hex;
      SET extra_float_digits = 1; SET row_security = off; SET statement_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
    const lines = [...(await catalogueLines(client)), ...(await rowLines(client)), ...(await sequenceLines(client))];
    await client.query('COMMIT');
    return lines.map(([kind, object, facts]) => `${kind}|${oneLine(object)}|${oneLine(shorten(facts))}`).sort();
  } finally {
    await client.end();
  }
}

/** The same without who granted what: a restore grants as the owner what a helper may have granted at the source. */
export function withoutGrantors(lines: Fingerprint): Fingerprint {
  return lines.map((line) => line.replaceAll(/(=[A-Z ]+\*?)<[^,}]*/g, '$1').replace(/; grantor .*$/, '')).sort();
}

async function catalogueLines(client: pg.Client): Promise<[string, string, string][]> {
  const { rows } = await client.query<{ cron: boolean }>(`SELECT to_regclass('cron.job') IS NOT NULL AS cron`);
  const queries = [
    ...relationQueries,
    ...routineAndTypeQueries,
    ...databaseQueries,
    ...(rows[0]?.cron ? [cronQuery] : []),
  ];
  const lines: [string, string, string][] = [];
  for (const query of queries) lines.push(...(await run(client, query)));
  return lines;
}

async function run(client: pg.Client, query: FingerprintQuery): Promise<[string, string, string][]> {
  try {
    const { rows } = await client.query<(string | null)[]>({ text: query.sql, rowMode: 'array' });
    return rows.map(([object, facts]) => [query.kind, object ?? '', facts ?? '']);
  } catch (error) {
    throw new Error(`fingerprint of "${query.kind}": ${(error as Error).message}`, { cause: error });
  }
}

function oneLine(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

function shorten(facts: string): string {
  if (facts.length <= longestFacts) return facts;
  return `${facts.slice(0, longestFacts)}… ${facts.length} characters, sha256 ${createHash('sha256').update(facts).digest('hex')}`;
}
