/**
 * One name for one object, the same from a statement of the archive and from the target's catalogue. Kinds that share a name space
 * share a prefix: `relation` for tables, views, sequences, indexes, foreign tables and composite types' relations.
 * Routines are told apart by their identity arguments, as the server writes them with quote_all_identifiers = on and an empty search_path
 * (pg_dump's `ALTER FUNCTION … OWNER TO` has the same text).
 */
export const objectKey = {
  schema: (name: string): string => key('schema', name),
  role: (name: string): string => key('role', name),
  extension: (name: string): string => key('extension', name),
  relation: (schema: string, name: string): string => key('relation', schema, name),
  type: (schema: string, name: string): string => key('type', schema, name),
  routine: (schema: string, name: string, identityArguments: string): string =>
    key('routine', schema, name, identityArguments),
  trigger: (schema: string, table: string, name: string): string => key('trigger', schema, table, name),
  policy: (schema: string, table: string, name: string): string => key('policy', schema, table, name),
  rule: (schema: string, table: string, name: string): string => key('rule', schema, table, name),
  constraint: (schema: string, table: string, name: string): string => key('constraint', schema, table, name),
  publication: (name: string): string => key('publication', name),
  subscription: (name: string): string => key('subscription', name),
  eventTrigger: (name: string): string => key('event trigger', name),
  foreignDataWrapper: (name: string): string => key('foreign data wrapper', name),
  server: (name: string): string => key('server', name),
  language: (name: string): string => key('language', name),
  largeObject: (oid: string): string => key('large object', oid),
  /** Everything else that lives in a schema: collation, conversion, operator, operator class and family, text search …, statistics. */
  other: (objectType: string, schema: string, name: string): string => key(objectType.toLowerCase(), schema, name),
  cronJob: (name: string): string => key('cron job', name),
} as const;

/** Names may hold any character, so they are joined as JSON. */
const key = (...parts: readonly string[]): string => JSON.stringify(parts);

/** For people: `table "public"."orders"` is said by the caller, who knows the type; this gives kind and dotted name. */
export function keyText(text: string): string {
  const [kind = '', ...names] = JSON.parse(text) as string[];
  if (kind === 'routine') return `routine ${names[0]}.${names[1]}(${names[2]})`;
  return `${kind} ${names.join('.')}`;
}
