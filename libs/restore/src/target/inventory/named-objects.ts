import { notOfExtension, selectObjects, type ObjectKind } from './catalogue-object';

/** Kinds that live in a schema beside relations, types and routines: type, catalogue, prefix of its columns, what makes one stand for itself. */
const inSchemas: readonly (readonly [type: string, catalogue: string, prefix: string, own?: string])[] = [
  ['collation', 'pg_collation', 'coll'],
  ['conversion', 'pg_conversion', 'con'],
  ['operator', 'pg_operator', 'opr'],
  ['operator class', 'pg_opclass', 'opc'],
  // CREATE OPERATOR CLASS makes a family of the same name.
  [
    'operator family',
    'pg_opfamily',
    'opf',
    'NOT EXISTS (SELECT FROM pg_catalog.pg_opclass k WHERE k.opcfamily = o.oid)',
  ],
  ['text search configuration', 'pg_ts_config', 'cfg'],
  ['text search dictionary', 'pg_ts_dict', 'dict'],
  ['text search parser', 'pg_ts_parser', 'prs'],
  ['text search template', 'pg_ts_template', 'tmpl'],
  ['statistics', 'pg_statistic_ext', 'stx', 'false'],
];

const withSchema = inSchemas.map(([type, catalogue, prefix, own = 'true']) =>
  selectObjects(
    'other',
    { type: `'${type}'`, schema: 'n.nspname', name: `o.${prefix}name`, own },
    `FROM pg_catalog.${catalogue} o JOIN space n ON n.oid = o.${prefix}namespace WHERE ${notOfExtension(catalogue, 'o.oid')}`,
  ),
);

/** What initdb makes has a lower number. */
const firstOfUsers = 16384;

const named = (kind: ObjectKind, type: string, catalogue: string, name: string, own = 'true'): string =>
  selectObjects(
    kind,
    { type: `'${type}'`, name, own },
    `FROM pg_catalog.${catalogue} o WHERE o.oid >= ${firstOfUsers} AND ${notOfExtension(catalogue, 'o.oid')}`,
  );

/** `public` has a lower number than 16384 unless somebody made it anew. A schema that is an extension's home was made for it. */
const schemas = selectObjects(
  'schema',
  {
    type: `'schema'`,
    name: 'n.nspname',
    own: 'NOT EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extnamespace = n.oid)',
  },
  `FROM space n WHERE ${notOfExtension('pg_namespace', 'n.oid')}`,
);

/**
 * Supabase offers to switch on row security of new tables when a project is made: a function in public and an event trigger that calls
 * it, of the platform's making. The function is told by its name, see user-objects.ts.
 */
const eventTriggers = selectObjects(
  'eventTrigger',
  {
    type: `'event trigger'`,
    on: 'n.nspname',
    name: 'o.evtname',
    own: `NOT (n.nspname = 'public' AND f.proname = 'rls_auto_enable')`,
  },
  `FROM pg_catalog.pg_event_trigger o JOIN pg_catalog.pg_proc f ON f.oid = o.evtfoid JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
   WHERE ${notOfExtension('pg_event_trigger', 'o.oid')}`,
);

const subscriptions = selectObjects(
  'subscription',
  { type: `'subscription'`, name: 'o.subname', own: 'true' },
  `FROM pg_catalog.pg_subscription o WHERE o.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`,
);

const typeName = (oid: string): string => `pg_catalog.format_type(${oid}, NULL)`;

export const namedObjects: readonly string[] = [
  schemas,
  ...withSchema,
  eventTriggers,
  subscriptions,
  named('publication', 'publication', 'pg_publication', 'o.pubname'),
  named('foreignDataWrapper', 'foreign data wrapper', 'pg_foreign_data_wrapper', 'o.fdwname'),
  named('server', 'server', 'pg_foreign_server', 'o.srvname'),
  named('language', 'language', 'pg_language', 'o.lanname'),
  named('other', 'access method', 'pg_am', 'o.amname'),
  named(
    'other',
    'cast',
    'pg_cast',
    `pg_catalog.concat(${typeName('o.castsource')}, ' AS ', ${typeName('o.casttarget')})`,
    // A range type brings one to its multirange.
    `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND d.objid = o.oid AND d.deptype = 'i')`,
  ),
  named(
    'other',
    'transform',
    'pg_transform',
    `pg_catalog.concat(${typeName('o.trftype')}, ' ', (SELECT l.lanname FROM pg_catalog.pg_language l WHERE l.oid = o.trflang))`,
  ),
  selectObjects(
    'largeObject',
    { type: `'large object'`, name: 'o.oid', own: 'true' },
    'FROM pg_catalog.pg_largeobject_metadata o',
  ),
];
