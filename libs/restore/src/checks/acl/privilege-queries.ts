interface PrivilegeQuery {
  readonly sql: string;
  /** Takes the schemas to look into as `$1`. */
  readonly perSchema: boolean;
}

interface Source {
  /** SQL for one of `AclKind`. */
  readonly kind: string;
  readonly schema?: string;
  readonly name: string;
  /** Identity arguments of a routine, or the column. */
  readonly args?: string;
  /** Input types of a routine. */
  readonly types?: string;
  readonly owner: string;
  readonly acl: string;
  /** What PostgreSQL gives by itself; the acl starts with it when it is NULL. */
  readonly base: string;
  readonly catalogue: string;
  /** What an archive takes back from the target before it gives what the source gave. */
  readonly takenBack?: string;
  readonly from: string;
}

const inSchema = 'n.nspname = ANY ($1::pg_catalog.name[])';

/** An extension's own GRANTs are what its objects start with. */
function select(source: Source): string {
  const {
    kind,
    schema = `''`,
    name,
    args = `''`,
    types = `''`,
    owner,
    acl,
    base,
    catalogue,
    takenBack = 'false',
  } = source;
  const initial = `(SELECT i.initprivs FROM pg_catalog.pg_init_privs i
    WHERE i.classoid = 'pg_catalog.${catalogue}'::pg_catalog.regclass AND i.objoid = o.oid AND i.objsubid = 0 AND i.privtype = 'e')`;
  return `SELECT ${kind} AS kind, (${schema})::pg_catalog.text AS schema, (${name})::pg_catalog.text AS name, (${args})::pg_catalog.text AS args,
      (${types})::pg_catalog.text AS types, (${owner})::pg_catalog.text AS owner, (${takenBack})::pg_catalog.text AS taken_back,
      pg_catalog.to_json(coalesce(${acl}, ${base})::pg_catalog.text[])::pg_catalog.text AS acl,
      pg_catalog.to_json(coalesce(${initial}, ${base})::pg_catalog.text[])::pg_catalog.text AS base
    ${source.from}`;
}

const ownerOf = (oid: string): string => `pg_catalog.pg_get_userbyid(${oid})`;

const relations = select({
  kind: `CASE o.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END`,
  schema: 'n.nspname',
  name: 'o.relname',
  owner: ownerOf('o.relowner'),
  acl: 'o.relacl',
  base: `pg_catalog.acldefault(CASE o.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, o.relowner)`,
  catalogue: 'pg_class',
  from: `FROM pg_catalog.pg_class o JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
    WHERE o.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${inSchema}`,
});

const columns = select({
  kind: `'column'`,
  schema: 'n.nspname',
  name: 'o.relname',
  args: 'a.attname',
  owner: ownerOf('o.relowner'),
  acl: 'a.attacl',
  base: `'{}'::pg_catalog.aclitem[]`,
  catalogue: 'pg_attribute',
  from: `FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class o ON o.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${inSchema}`,
});

const routines = select({
  kind: `'routine'`,
  schema: 'n.nspname',
  name: 'o.proname',
  args: 'pg_catalog.pg_get_function_identity_arguments(o.oid)',
  types: `coalesce((SELECT pg_catalog.string_agg(pg_catalog.format_type(a.type, NULL), ', ' ORDER BY a.position)
    FROM pg_catalog.unnest(o.proargtypes) WITH ORDINALITY AS a (type, position)), '')`,
  owner: ownerOf('o.proowner'),
  acl: 'o.proacl',
  base: `pg_catalog.acldefault('f', o.proowner)`,
  catalogue: 'pg_proc',
  from: `FROM pg_catalog.pg_proc o JOIN pg_catalog.pg_namespace n ON n.oid = o.pronamespace WHERE ${inSchema}`,
});

const types = select({
  kind: `'type'`,
  schema: 'n.nspname',
  name: 'o.typname',
  owner: ownerOf('o.typowner'),
  acl: 'o.typacl',
  base: `pg_catalog.acldefault('T', o.typowner)`,
  catalogue: 'pg_type',
  from: `FROM pg_catalog.pg_type o JOIN pg_catalog.pg_namespace n ON n.oid = o.typnamespace LEFT JOIN pg_catalog.pg_class c ON c.oid = o.typrelid
    WHERE (o.typrelid = 0 OR c.relkind = 'c') AND o.typelem = 0 AND ${inSchema}`,
});

/** pg_dump takes it that a database starts with a schema public that PUBLIC may use, whoever owns it. */
const publicBase = `CASE o.nspname WHEN 'public'
  THEN pg_catalog.array_append(pg_catalog.acldefault('n', o.nspowner), pg_catalog.makeaclitem(0, o.nspowner, 'USAGE', false))
  ELSE pg_catalog.acldefault('n', o.nspowner) END`;

const schemas = select({
  kind: `'schema'`,
  name: 'o.nspname',
  owner: ownerOf('o.nspowner'),
  acl: 'o.nspacl',
  base: publicBase,
  catalogue: 'pg_namespace',
  takenBack: `o.nspname = 'public' AND pg_catalog.pg_has_role(o.nspowner, 'USAGE')`,
  from: 'FROM pg_catalog.pg_namespace o',
});

const cluster = [
  select({
    kind: `'language'`,
    name: 'o.lanname',
    owner: ownerOf('o.lanowner'),
    acl: 'o.lanacl',
    base: `pg_catalog.acldefault('l', o.lanowner)`,
    catalogue: 'pg_language',
    from: 'FROM pg_catalog.pg_language o',
  }),
  select({
    kind: `'wrapper'`,
    name: 'o.fdwname',
    owner: ownerOf('o.fdwowner'),
    acl: 'o.fdwacl',
    base: `pg_catalog.acldefault('F', o.fdwowner)`,
    catalogue: 'pg_foreign_data_wrapper',
    from: 'FROM pg_catalog.pg_foreign_data_wrapper o',
  }),
  select({
    kind: `'server'`,
    name: 'o.srvname',
    owner: ownerOf('o.srvowner'),
    acl: 'o.srvacl',
    base: `pg_catalog.acldefault('S', o.srvowner)`,
    catalogue: 'pg_foreign_server',
    from: 'FROM pg_catalog.pg_foreign_server o',
  }),
  select({
    kind: `'large object'`,
    name: 'o.oid',
    owner: ownerOf('o.lomowner'),
    acl: 'o.lomacl',
    base: `pg_catalog.acldefault('L', o.lomowner)`,
    catalogue: 'pg_largeobject',
    from: 'FROM pg_catalog.pg_largeobject_metadata o',
  }),
];

export const privilegeQueries: readonly PrivilegeQuery[] = [
  ...[relations, columns, routines, types].map((sql) => ({ sql, perSchema: true })),
  ...[schemas, ...cluster].map((sql) => ({ sql, perSchema: false })),
];
