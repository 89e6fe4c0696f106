import { execute, guarded, guardedInside } from '../guarded';
import { platformSchemaRegex } from '@stowbase/postgres';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { flag, text } from '../rows';
import type { Query } from '../types';

export interface ManagedTrigger {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly constraint: boolean;
  /** `pg_trigger.tgenabled`: O origin, D disabled, R replica, A always. */
  readonly enabled: string;
  /** As `pg_get_triggerdef` writes it. */
  readonly definition: string;
  readonly comment: string | null;
}

/**
 * Triggers on the platform's tables that call something of the user's. A function in `extensions` (moddatetime) or
 * `supabase_functions` (webhooks) is the platform's, but a trigger in another schema that calls it was made by the user.
 */
export async function readManagedTriggers(q: Query): Promise<ManagedTrigger[]> {
  const rows = await q(
    `SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS "table", t.tgname::pg_catalog.text AS name,
            (t.tgconstraint <> 0)::pg_catalog.text AS "constraint", t.tgenabled::pg_catalog.text AS enabled,
            pg_catalog.pg_get_triggerdef(t.oid) AS definition, pg_catalog.obj_description(t.oid, 'pg_trigger') AS comment
       FROM pg_catalog.pg_trigger t
       JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
      WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND n.nspname ~ $1 AND n.nspname <> 'supabase_migrations'
        AND (fn.nspname !~ $1 OR fn.nspname IN ('extensions', 'supabase_functions') AND fn.nspname <> n.nspname)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'e')
      ORDER BY 1, 2, 3`,
    [platformSchemaRegex],
  );
  return rows.map((row) => ({
    schema: text(row, 'schema'),
    table: text(row, 'table'),
    name: text(row, 'name'),
    constraint: flag(row, 'constraint'),
    enabled: text(row, 'enabled'),
    definition: text(row, 'definition'),
    comment: row.comment ?? null,
  }));
}

/** A trigger whose enabled state can't be set is not made at all: a disabled one must not begin to fire. */
export function managedTrigger(trigger: ManagedTrigger): string {
  const table = `${quoteIdent(trigger.schema)}.${quoteIdent(trigger.table)}`;
  const name = quoteIdent(trigger.name);
  const create = trigger.constraint
    ? trigger.definition
    : trigger.definition.replace(/^CREATE TRIGGER/, 'CREATE OR REPLACE TRIGGER');
  const state = stateOf(trigger.enabled);
  const alter = `ALTER TABLE ${table} ${state ?? 'ENABLE'} TRIGGER ${name}`;
  const find = `FROM pg_catalog.pg_trigger WHERE tgrelid = pg_catalog.to_regclass(${quoteLiteral(table)}) AND tgname = ${quoteLiteral(trigger.name)} AND NOT tgisinternal`;
  return guarded({
    body: [
      ...(trigger.constraint ? [`IF NOT EXISTS (SELECT ${find}) THEN`, execute(create), 'END IF;'] : [execute(create)]),
      `IF EXISTS (SELECT ${find} AND tgenabled <> ${quoteLiteral(trigger.enabled)}) THEN`,
      execute(alter),
      'END IF;',
      ...(trigger.comment === null
        ? []
        : [
            guardedInside(
              execute(`COMMENT ON TRIGGER ${name} ON ${table} IS ${quoteLiteral(trigger.comment)}`),
              `the comment on trigger ${name} on ${table} was not set`,
            ),
          ]),
    ].join('\n'),
    otherwise: `NOT RESTORED: trigger ${name} on ${table}`,
    hint: `What it did at the source doesn't happen here. Run as the owner of the table: ${create};${state === null ? '' : ` ${alter};`}`,
  });
}

function stateOf(enabled: string): string | null {
  const states: Record<string, string> = { D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' };
  return states[enabled] ?? null;
}
