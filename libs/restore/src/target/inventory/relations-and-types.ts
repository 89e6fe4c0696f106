import { notOfExtension, selectObjects } from './catalogue-object';

const relationType = `CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
  WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'c' THEN 'composite type' ELSE 'table' END`;

/** A sequence of a serial or identity column comes and goes with its table. */
const ownRelation = `c.relkind IN ('r', 'p', 'v', 'm', 'f')
  OR c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))`;

const relations = selectObjects(
  'relation',
  { type: relationType, schema: 'n.nspname', name: 'c.relname', own: ownRelation },
  `FROM pg_catalog.pg_class c JOIN space n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_index x ON x.indexrelid = c.oid
   WHERE c.relkind <> 't' AND ${notOfExtension('pg_class', 'c.oid')} AND ${notOfExtension('pg_class', 'x.indrelid')}`,
);

/**
 * Row types of tables are in: their names are taken. Array types are not: PostgreSQL renames them when they are in the way.
 * Row types of an extension's tables are no members of it themselves.
 */
const types = selectObjects(
  'type',
  {
    type: `CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END`,
    schema: 'n.nspname',
    name: 't.typname',
    own: `t.typtype IN ('b', 'e', 'd', 'r', 'p') OR c.relkind = 'c'`,
  },
  `FROM pg_catalog.pg_type t JOIN space n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
   WHERE ${notOfExtension('pg_type', 't.oid')} AND ${notOfExtension('pg_class', 't.typrelid')}
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)`,
);

/** pg_dump names an aggregate by its input types, other routines by their identity arguments. */
const aggregateArguments = `coalesce((SELECT pg_catalog.string_agg(pg_catalog.format_type(a.type, NULL), ', ' ORDER BY a.position)
  FROM pg_catalog.unnest(f.proargtypes) WITH ORDINALITY AS a (type, position)), '*')`;

/** The constructors that a range type brings belong to it. */
const routines = selectObjects(
  'routine',
  {
    type: `CASE f.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END`,
    schema: 'n.nspname',
    name: 'f.proname',
    args: `CASE f.prokind WHEN 'a' THEN ${aggregateArguments} ELSE pg_catalog.pg_get_function_identity_arguments(f.oid) END`,
    own: `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = f.oid AND d.deptype = 'i')`,
  },
  `FROM pg_catalog.pg_proc f JOIN space n ON n.oid = f.pronamespace WHERE ${notOfExtension('pg_proc', 'f.oid')}`,
);

export const relationsAndTypes: readonly string[] = [relations, types, routines];
