import type { Archive, Contents } from '@stowbase/archive';
import { parseStatement, quoteIdent } from '@stowbase/sql-stream';
import type { Client } from 'pg';
import { runAsItIs } from '../../script/restore-script';
import { tableKey } from '../../table-name';
import { planRounds } from '../keys/rounds';
import { readTableTrees } from '../keys/table-trees';
import { stepKey, type RestoreRecord } from '../record/restore-record';

/** Rows by table, keys by the step that made them, and how many triggers and policies: what a record claims, and what is really there. */
export interface StateOfTarget {
  readonly rows: readonly (readonly [string, number])[];
  readonly keys: readonly string[];
  readonly triggers: boolean;
  readonly policies: boolean;
}

export async function claimed(archive: Archive, record: RestoreRecord): Promise<StateOfTarget> {
  const tables = await tablesOf(archive);
  return {
    rows: tables.map((table) => [tableKey(table), record.counts.rows.get(tableKey(table)) ?? 0]),
    keys: [...record.done].filter((key) => key.startsWith('key ')).sort(),
    triggers: record.done.has(stepKey({ step: 'round', round: 0 })),
    policies: record.done.has(stepKey({ step: 'round', round: 1 })),
  };
}

export async function found(archive: Archive, client: Client): Promise<StateOfTarget> {
  const tables = await tablesOf(archive);
  const counts = tables.map((table, index) => {
    const name = `${quoteIdent(table.schema)}.${quoteIdent(table.name)}`;
    return `SELECT ${index} AS place, count(*)::integer AS n FROM ONLY ${name}`;
  });
  const { rows } = await client.query<{ place: number; n: number }>(`${counts.join(' UNION ALL ')} ORDER BY 1`);
  const { partitioned } = await readTableTrees(client);
  const script = { members: [], decide: runAsItIs, toleratesMissingRights: false };
  const post = archive.members.filter(({ kind }) => kind === 'schema_post');
  const { rounds } = await planRounds({ archive, script }, { members: post, partitioned });
  const there = await namesOfKeys(client);
  const made = rounds
    .flatMap(({ keys }) => keys)
    .filter(({ text, table }) => {
      const info = parseStatement(text);
      return there.has(JSON.stringify([table.schema, table.name, info.objectType === 'INDEX' ? info.name : info.part]));
    });
  return {
    rows: rows.map(({ place, n }) => [tableKey(tables[place]!), n]),
    keys: made.map(({ member, statement }) => stepKey({ step: 'key', member, statement })).sort(),
    triggers: await exists(client, `pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND`),
    policies: await exists(client, `pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE`),
  };
}

/** Without the history, which comes in the last step. */
const tablesOf = async (archive: Archive): Promise<Contents['tables']> =>
  (await archive.contents()).tables.filter(({ schema }) => schema !== 'supabase_migrations');

async function namesOfKeys(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ schema: string; table: string; name: string }>(
    `SELECT n.nspname AS schema, t.relname AS table, c.relname AS name
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     UNION SELECT n.nspname, t.relname, k.conname FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace`,
  );
  return new Set(rows.map(({ schema, table, name }) => JSON.stringify([schema, table, name])));
}

async function exists(client: Client, from: string): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM ${from} c.relnamespace = 'public'::regnamespace LIMIT 1`);
  return rowCount === 1;
}
