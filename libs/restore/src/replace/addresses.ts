import type { Query } from '@stowbase/postgres';

/** What PostgreSQL's own dependency records call an object: the catalogue it is in, and its number there. */
export interface Address {
  readonly classid: string;
  readonly objid: string;
}

export const addressText = ({ classid, objid }: Address): string => `${classid} ${objid}`;

/** Addresses as the two parameters of a statement that reads them by `givenAddresses`. */
export const addressValues = (objects: readonly Address[]): [string[], string[]] => [
  objects.map(({ classid }) => classid),
  objects.map(({ objid }) => objid),
];

/** `g.classid` and `g.objid`, as text. */
export const givenAddresses =
  'ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS g (classid, objid)';

/** How each kind of `object-key.ts` is found: the parts of its key behind the kind, in SQL. */
interface Source {
  readonly kind: string;
  readonly catalogue: string;
  readonly parts: readonly string[];
  readonly from: string;
}

const inSchema = (catalogue: string, prefix: string): string =>
  `pg_catalog.${catalogue} o JOIN pg_catalog.pg_namespace n ON n.oid = o.${prefix}namespace`;
const onTable = (catalogue: string, relation: string): string =>
  `pg_catalog.${catalogue} o JOIN pg_catalog.pg_class c ON c.oid = o.${relation} JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;

const named = (kind: string, catalogue: string, name: string): Source => ({
  ...{ kind, catalogue, parts: [name], from: `pg_catalog.${catalogue} o` },
});
const living = (kind: string, catalogue: string, prefix: string): Source => ({
  ...{ kind, catalogue, parts: ['n.nspname', `o.${prefix}name`], from: inSchema(catalogue, prefix) },
});

const typeName = (oid: string): string => `pg_catalog.format_type(${oid}, NULL)`;
const inputTypes = `coalesce((SELECT pg_catalog.string_agg(${typeName('a.type')}, ', ' ORDER BY a.position)
  FROM pg_catalog.unnest(o.proargtypes) WITH ORDINALITY AS a (type, position)), '*')`;

const sources: readonly Source[] = [
  living('relation', 'pg_class', 'rel'),
  living('type', 'pg_type', 'typ'),
  {
    kind: 'routine',
    catalogue: 'pg_proc',
    parts: [
      'n.nspname',
      'o.proname',
      `CASE o.prokind WHEN 'a' THEN ${inputTypes} ELSE pg_catalog.pg_get_function_identity_arguments(o.oid) END`,
    ],
    from: inSchema('pg_proc', 'pro'),
  },
  ...(
    [
      ['trigger', 'pg_trigger', 'tgrelid', 'tgname'],
      ['policy', 'pg_policy', 'polrelid', 'polname'],
      ['rule', 'pg_rewrite', 'ev_class', 'rulename'],
    ] as const
  ).map(([kind, catalogue, relation, name]) => ({
    ...{ kind, catalogue, parts: ['n.nspname', 'c.relname', `o.${name}`], from: onTable(catalogue, relation) },
  })),
  {
    kind: 'constraint',
    catalogue: 'pg_constraint',
    parts: ['n.nspname', 'coalesce(c.relname, t.typname)', 'o.conname'],
    from: `pg_catalog.pg_constraint o LEFT JOIN pg_catalog.pg_class c ON c.oid = o.conrelid LEFT JOIN pg_catalog.pg_type t ON t.oid = o.contypid
      JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(c.relnamespace, t.typnamespace)`,
  },
  named('schema', 'pg_namespace', 'o.nspname'),
  named('role', 'pg_authid', 'o.rolname'),
  named('extension', 'pg_extension', 'o.extname'),
  named('publication', 'pg_publication', 'o.pubname'),
  named('subscription', 'pg_subscription', 'o.subname'),
  named('event trigger', 'pg_event_trigger', 'o.evtname'),
  named('foreign data wrapper', 'pg_foreign_data_wrapper', 'o.fdwname'),
  named('server', 'pg_foreign_server', 'o.srvname'),
  named('language', 'pg_language', 'o.lanname'),
  named('large object', 'pg_largeobject', 'o.oid'),
  living('collation', 'pg_collation', 'coll'),
  living('conversion', 'pg_conversion', 'con'),
  living('operator', 'pg_operator', 'opr'),
  living('operator class', 'pg_opclass', 'opc'),
  living('operator family', 'pg_opfamily', 'opf'),
  living('text search configuration', 'pg_ts_config', 'cfg'),
  living('text search dictionary', 'pg_ts_dict', 'dict'),
  living('text search parser', 'pg_ts_parser', 'prs'),
  living('text search template', 'pg_ts_template', 'tmpl'),
  living('statistics', 'pg_statistic_ext', 'stx'),
  ...[
    ['access method', 'pg_am', 'o.amname'],
    ['cast', 'pg_cast', `pg_catalog.concat(${typeName('o.castsource')}, ' AS ', ${typeName('o.casttarget')})`],
    [
      'transform',
      'pg_transform',
      `pg_catalog.concat(${typeName('o.trftype')}, ' ', (SELECT l.lanname FROM pg_catalog.pg_language l WHERE l.oid = o.trflang))`,
    ],
  ].map(([kind = '', catalogue = '', name = '']) => ({
    ...{ kind, catalogue, parts: [`''`, name], from: `pg_catalog.${catalogue} o` },
  })),
];

const pageSize = 2000;

/**
 * Where the objects of these keys are, a page of the catalogue at a time; those that aren't there are left out. A key of an operator or of
 * an operator class may stand for several. For inside a transaction with an empty search_path and quote_all_identifiers = on.
 */
export async function* locate(
  query: Query,
  keys: ReadonlySet<string>,
): AsyncGenerator<Address & { readonly key: string }> {
  const kinds = new Set<string>();
  for (const key of keys) kinds.add((JSON.parse(key) as string[])[0] ?? '');
  for (const source of sources) {
    if (!kinds.has(source.kind)) continue;
    await query(`DECLARE stowbase_replace NO SCROLL CURSOR FOR ${selectFrom(source)}`);
    let rows;
    do {
      rows = await query(`FETCH ${pageSize} FROM stowbase_replace`);
      for (const { classid, objid, parts } of rows) {
        const key = JSON.stringify([source.kind, ...(JSON.parse(parts ?? '[]') as string[])]);
        if (keys.has(key)) yield { key, classid: classid ?? '', objid: objid ?? '' };
      }
    } while (rows.length === pageSize);
    await query('CLOSE stowbase_replace');
  }
}

/** Only a superuser may read pg_authid and pg_largeobject; the numbers in pg_depend are those of the catalogue behind the view. */
function selectFrom({ catalogue, parts, from }: Source): string {
  const readable = from
    .replace('pg_catalog.pg_authid ', 'pg_catalog.pg_roles ')
    .replace('pg_catalog.pg_largeobject ', 'pg_catalog.pg_largeobject_metadata ');
  const texts = parts.map((part) => `(${part})::pg_catalog.text`).join(', ');
  return `SELECT 'pg_catalog.${catalogue}'::pg_catalog.regclass::pg_catalog.oid::pg_catalog.text AS classid, o.oid::pg_catalog.text AS objid,
    pg_catalog.json_build_array(${texts})::pg_catalog.text AS parts FROM ${readable}`;
}
