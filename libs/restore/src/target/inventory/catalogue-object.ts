import { objectKey } from '../../object-key';

/** The families of `objectKey`. */
export type ObjectKind = Exclude<keyof typeof objectKey, 'role' | 'extension' | 'cronJob'>;

/** An object of this database that no extension brought. Names are unquoted; what a kind doesn't have is ''. */
export interface CatalogueObject {
  readonly kind: ObjectKind;
  /** In lower case, as PostgreSQL says it: `materialized view`, `text search dictionary`, … */
  readonly type: string;
  readonly schema: string;
  /** The table of a trigger, policy, rule or constraint; the schema of an event trigger's function. */
  readonly on: string;
  readonly name: string;
  /** Identity arguments of a routine. */
  readonly args: string;
  /** Made by somebody for its own sake: not by another object (an owned sequence, a row type), not a part of a table. */
  readonly own: boolean;
}

/** SQL expressions for the fields; absent: ''. */
interface Columns {
  readonly type: string;
  readonly schema?: string;
  readonly on?: string;
  readonly name: string;
  readonly args?: string;
  readonly own: string;
}

/** One arm of the UNION ALL over all kinds; `from` begins with FROM. */
export function selectObjects(kind: ObjectKind, columns: Columns, from: string): string {
  const text = (expression = `''`): string => `(${expression})::pg_catalog.text`;
  const { type, schema, on, name, args, own } = columns;
  return `SELECT ${text(`'${kind}'`)} AS kind, ${text(type)} AS type, ${text(schema)} AS schema, ${text(on)} AS "on",
    ${text(name)} AS name, ${text(args)} AS args, ${text(own)} AS own ${from}`;
}

/** `n` for schemas that aren't PostgreSQL's own: `JOIN space n ON n.oid = …`. Objects that an extension brought are in `member`. */
export const commonTables = `WITH space AS (SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
  member AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e')`;

export const notOfExtension = (catalogue: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass AND m.objid = ${oid})`;

export function keyOf({ kind, type, schema, on, name, args }: CatalogueObject): string {
  switch (kind) {
    case 'relation':
    case 'type':
      return objectKey[kind](schema, name);
    case 'routine':
      return objectKey.routine(schema, name, args);
    case 'trigger':
    case 'policy':
    case 'rule':
    case 'constraint':
      return objectKey[kind](schema, on, name);
    case 'other':
      return objectKey.other(type, schema, name);
    case 'schema':
    case 'publication':
    case 'subscription':
    case 'eventTrigger':
    case 'foreignDataWrapper':
    case 'server':
    case 'language':
    case 'largeObject':
      return objectKey[kind](name);
  }
}
