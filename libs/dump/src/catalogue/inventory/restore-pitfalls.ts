import { platformSchemaRegex } from '@stowbase/postgres';
import { text } from '../rows';
import type { CatalogueWarning, Query } from '../types';

/** Definitions that PostgreSQL accepts and pg_dump writes, and that a restore can trip over. */
export async function restorePitfalls(q: Query): Promise<CatalogueWarning[]> {
  return [...(await generatedColumns(q)), ...(await checksThatCallFunctions(q))];
}

/**
 * A generated column is computed while rows are loaded, with an empty search_path (fix 17): a function it calls whose body (not a
 * BEGIN ATOMIC one) may name things without their schema, and that sets no search_path of its own, can then fail.
 */
async function generatedColumns(q: Query): Promise<CatalogueWarning[]> {
  const rows = await q(
    `SELECT DISTINCT pg_catalog.format('%I.%I.%I', n.nspname, c.relname, a.attname) AS object, pg_catalog.format('%I.%I', fn.nspname, f.proname) AS function
       FROM pg_catalog.pg_attribute a
       JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
       JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
        AND (d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid = e.oid
             OR d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = a.attrelid AND d.objsubid = a.attnum)
       JOIN pg_catalog.pg_proc f ON f.oid = d.refobjid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
      WHERE a.attgenerated <> '' AND n.nspname !~ $1 AND fn.nspname !~ $1 AND ${mayReadUnqualified}
      ORDER BY 1, 2`,
    [platformSchemaRegex],
  );
  return rows.map((row) => ({
    code: 'GENERATED_COLUMN_NEEDS_SEARCH_PATH',
    text: `This generated column calls ${text(row, 'function')}, which sets no search_path of its own: if its body names something without the schema, the rows can't be loaded. Run: ALTER FUNCTION … SET search_path.`,
    object: text(row, 'object'),
  }));
}

/** A CHECK that reads another table through a function holds only when that table's rows came first: such rows are loaded again at the end. */
async function checksThatCallFunctions(q: Query): Promise<CatalogueWarning[]> {
  const rows = await q(
    `SELECT DISTINCT pg_catalog.format('%I on %I.%I', k.conname, n.nspname, c.relname) AS object, pg_catalog.format('%I.%I', fn.nspname, f.proname) AS function
       FROM pg_catalog.pg_constraint k
       JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = k.oid
                                  AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
       JOIN pg_catalog.pg_proc f ON f.oid = d.refobjid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
      WHERE k.contype = 'c' AND n.nspname !~ $1 AND fn.nspname !~ $1
        AND f.prosrc ~* '\\m(from|select|execute|perform)\\M'
      ORDER BY 1, 2`,
    [platformSchemaRegex],
  );
  return rows.map((row) => ({
    code: 'CHECK_READS_OTHER_TABLES',
    text: `This CHECK calls ${text(row, 'function')}, which seems to read tables: a restore must load their rows first.`,
    object: text(row, 'object'),
  }));
}

const mayReadUnqualified = `f.prosrc <> '' AND NOT EXISTS (SELECT FROM pg_catalog.unnest(f.proconfig) s WHERE s ~ '^search_path=')
        AND f.prolang IN (SELECT oid FROM pg_catalog.pg_language WHERE lanname NOT IN ('internal', 'c'))`;
