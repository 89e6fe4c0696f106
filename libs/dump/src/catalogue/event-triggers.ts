import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { execute, guarded, guardedInside } from './guarded';
import { joinSql } from './join-sql';
import { platformSchemaRegex } from '@stowbase/postgres';
import { text, textList } from './rows';
import type { Generator, Row } from './types';

/** The user's event triggers (their function is in a schema of his), for `optional/`: only a superuser or the platform's hook can make them. */
export const eventTriggers: Generator = async (q) => {
  const rows = await q(
    `SELECT t.evtname::pg_catalog.text AS name, t.evtevent::pg_catalog.text AS event, t.evtenabled::pg_catalog.text AS enabled,
            coalesce(pg_catalog.to_json(t.evttags), '[]')::pg_catalog.text AS tags, r.rolname::pg_catalog.text AS owner,
            n.nspname::pg_catalog.text AS schema, f.proname::pg_catalog.text AS function,
            pg_catalog.obj_description(t.oid, 'pg_event_trigger') AS comment
       FROM pg_catalog.pg_event_trigger t JOIN pg_catalog.pg_roles r ON r.oid = t.evtowner
       JOIN pg_catalog.pg_proc f ON f.oid = t.evtfoid JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
      WHERE n.nspname !~ $1
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'e')
      ORDER BY t.evtname COLLATE "C"`,
    [platformSchemaRegex],
  );
  return { sql: joinSql(rows.map(createEventTrigger)), count: rows.length, warnings: [] };
};

/** Made and set to its state together: a disabled one must not begin to fire. */
function createEventTrigger(row: Row): string {
  const plain = text(row, 'name');
  const name = quoteIdent(plain);
  const tags = textList(row, 'tags');
  const filter = tags.length === 0 ? '' : ` WHEN TAG IN (${tags.map(quoteLiteral).join(', ')})`;
  const call = `${quoteIdent(text(row, 'schema'))}.${quoteIdent(text(row, 'function'))}()`;
  const create = `CREATE EVENT TRIGGER ${name} ON ${quoteIdent(text(row, 'event'))}${filter} EXECUTE FUNCTION ${call}`;
  const states: Record<string, string> = { D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' };
  const state = states[text(row, 'enabled')];
  const owner = `ALTER EVENT TRIGGER ${name} OWNER TO ${quoteIdent(text(row, 'owner'))}`;
  return guarded({
    body: [
      `IF EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtname = ${quoteLiteral(plain)}) THEN RETURN; END IF;`,
      execute(create),
      ...(state === undefined ? [] : [execute(`ALTER EVENT TRIGGER ${name} ${state}`)]),
      ...(row.comment == null ? [] : [execute(`COMMENT ON EVENT TRIGGER ${name} IS ${quoteLiteral(row.comment)}`)]),
      `IF current_user <> ${quoteLiteral(text(row, 'owner'))} THEN`,
      guardedInside(execute(owner), `event trigger ${name} belongs to the role that restored it`, `${owner};`),
      'END IF;',
    ].join('\n'),
    otherwise: `event trigger ${name} was not created`,
    hint: `As a superuser: ${create};`,
  });
}
