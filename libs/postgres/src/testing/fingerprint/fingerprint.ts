import { createHash } from 'node:crypto';
import pg from 'pg';
import type { ConnectionSettings } from '../../settings';
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
 * Connect as a superuser: others don't see all rows and passwords. Reads only, in one snapshot; without TLS, so for scratch servers.
 */
export async function fingerprint(settings: ConnectionSettings): Promise<Fingerprint> {
  const { host, port, user, password, database } = settings;
  const client = new pg.Client({ host, port, user, password, database, ssl: false });
  await client.connect();
  try {
    return await readFingerprint(client);
  } finally {
    await client.end();
  }
}

/** On a connection that is there; leaves its own settings (an empty search_path and others) behind. */
export async function readFingerprint(client: pg.Client): Promise<Fingerprint> {
  await client.query(`SET search_path = ''; SET timezone = 'UTC'; SET datestyle = ISO; SET intervalstyle = postgres; SET bytea_output = hex;
    SET extra_float_digits = 1; SET row_security = off; SET statement_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
  const lines = [...(await catalogueLines(client)), ...(await rowLines(client)), ...(await sequenceLines(client))];
  await client.query('COMMIT');
  return lines.map(([kind, object, facts]) => `${kind}|${oneLine(object)}|${oneLine(shorten(facts))}`).sort();
}

/**
 * The same without who granted what: a restore grants as the owner what somebody else granted at the source.
 * A privilege that several people granted is then there once.
 */
export function withoutGrantors(lines: Fingerprint): Fingerprint {
  return lines
    .map((line) => line.replaceAll(grantList, ungrantedBy).replace(/^(membership\|.*); grantor .*$/, '$1'))
    .sort();
}

/** As `acl()` of catalogue-sql.ts prints it. */
const grantList = /\{(?:[^{}]*=[A-Z ]+\*?<[^{}]*)\}/g;

function ungrantedBy(list: string): string {
  const grants = list
    .slice(1, -1)
    .replaceAll(/(=[A-Z ]+\*?)<[^,]*/g, '$1')
    .split(',');
  return `{${[...new Set(grants)].join(',')}}`;
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
