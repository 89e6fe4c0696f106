import { isPlatformSchema } from '@stowbase/postgres';
import { parseStatement, splitStatements, type StatementInfo } from '@stowbase/sql-stream';
import type { Client } from 'pg';
import type { RunContext } from '../../run/run-types';
import type { Decision, RestoreScript } from '../../script/restore-script';
import { tableKey, type TableName } from '../../table-name';
import { recordSchema } from '../record/record-schema';
import { apiRoles } from './api-roles';
import { notPossible } from './close-schemas';

/**
 * Finds out which schemas a restore puts something into: those that were not there before, and those that its statements and rows name.
 * The platform's own that were there before are left open, because their tables keep their own row security.
 */
export class TouchedSchemas {
  private readonly before = new Set<string>();
  private readonly made = new Map<string, TableName>();

  /** Before the first statement. */
  async begin(client: Client): Promise<void> {
    for (const schema of await listSchemas(client)) this.before.add(schema);
  }

  /** The same script; what it makes is noted. */
  watching(script: RestoreScript): RestoreScript {
    return {
      ...script,
      decide: (part, member, index) => {
        const decision = script.decide(part, member, index);
        this.note(decision);
        return decision;
      },
    };
  }

  /** In the transaction that made them, after the last definition. @throws RestoreError `JOBS_NOT_POSSIBLE` */
  async toClose(client: Client, { contents, script }: Pick<RunContext, 'contents' | 'script'>): Promise<string[]> {
    const tables = script.tables?.map(({ to }) => to) ?? contents.tables;
    const named = [...[...this.made.values()], ...tables].map(({ schema }) => schema);
    const there = await listSchemas(client);
    const isNamed = new Set(named);
    await this.refuseOpenObjects(client);
    return there.filter((schema) => !this.before.has(schema) || (isNamed.has(schema) && !isPlatformSchema(schema)));
  }

  private note(decision: Decision): void {
    if (decision.do === 'skip') return;
    for (const part of splitStatements(decision.text)) {
      if (part.type !== 'statement') continue;
      const made = madeBy(parseStatement(part.text));
      if (made !== null) this.made.set(tableKey(made), made);
    }
  }

  /** What is put into a schema of the platform's that stays open must not be reachable there before its own policies and grants are. */
  private async refuseOpenObjects(client: Client): Promise<void> {
    const inOpen = [...this.made.values()].filter(({ schema }) => this.before.has(schema) && isPlatformSchema(schema));
    if (inOpen.length === 0) return;
    const { rows } = await client.query<{ object: string; role: string }>(readReachable, [
      inOpen.map(({ schema }) => schema),
      inOpen.map(({ name }) => name),
    ]);
    const reachable = rows[0];
    if (reachable === undefined) return;
    throw notPossible(
      `${reachable.object} is in a schema of the platform's that can’t be closed, and the role ${reachable.role} could use it too early.`,
    );
  }
}

function madeBy({ verb, objectType, schema, name }: StatementInfo): TableName | null {
  if (verb !== 'CREATE' || objectType === 'SCHEMA' || schema === null || name === null) return null;
  return { schema, name };
}

async function listSchemas(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT nspname::pg_catalog.text AS schema FROM pg_catalog.pg_namespace
      WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', '${recordSchema}') ORDER BY 1`,
  );
  return rows.map(({ schema }) => schema);
}

const readReachable = `WITH ${apiRoles}, made AS (
    SELECT n.oid AS nsp, m.schema, m.name
      FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) m (schema, name)
      JOIN pg_catalog.pg_namespace n ON n.nspname = m.schema)
  SELECT pg_catalog.format('%I.%I', m.schema, m.name) AS object, a.name AS role
    FROM made m JOIN api a ON pg_catalog.has_schema_privilege(a.oid, m.nsp, 'USAGE')
   WHERE EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = m.nsp AND c.relname = m.name AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND pg_catalog.has_table_privilege(a.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE'))
      OR EXISTS (SELECT FROM pg_catalog.pg_proc f WHERE f.pronamespace = m.nsp AND f.proname = m.name
                    AND pg_catalog.has_function_privilege(a.oid, f.oid, 'EXECUTE'))
   ORDER BY 1, 2 LIMIT 1`;
