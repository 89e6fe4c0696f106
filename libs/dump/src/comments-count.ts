import { platformSchemaRegex } from '@stowbase/postgres';
import type { Query } from './catalogue/types';

/** Comments on the user's schemas, relations, columns, functions and types. */
export async function countComments(query: Query): Promise<number> {
  const [row] = await query(
    `SELECT pg_catalog.count(*)::pg_catalog.text AS comments
       FROM pg_catalog.pg_description d
       LEFT JOIN pg_catalog.pg_class c ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objoid
       LEFT JOIN pg_catalog.pg_proc p ON d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.objoid
       LEFT JOIN pg_catalog.pg_type t ON d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.objoid
       LEFT JOIN pg_catalog.pg_namespace own ON d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND own.oid = d.objoid
       JOIN pg_catalog.pg_namespace n ON n.oid = COALESCE(c.relnamespace, p.pronamespace, t.typnamespace, own.oid)
      WHERE n.nspname !~ $1`,
    [platformSchemaRegex],
  );
  return Number(row?.comments ?? 0);
}
