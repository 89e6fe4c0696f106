import { Tokens, type StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../object-key';
import { aggregateArguments, identityArguments } from './routine-arguments';
import type { Statement } from './statement';

/** Kinds that live in no schema. */
export const keyByName: ReadonlyMap<string, (name: string) => string> = new Map([
  ['SCHEMA', objectKey.schema],
  ['ROLE', objectKey.role],
  ['EXTENSION', objectKey.extension],
  ['PUBLICATION', objectKey.publication],
  ['SUBSCRIPTION', objectKey.subscription],
  ['EVENT TRIGGER', objectKey.eventTrigger],
  ['FOREIGN DATA WRAPPER', objectKey.foreignDataWrapper],
  ['SERVER', objectKey.server],
  ['LANGUAGE', objectKey.language],
  ['ACCESS METHOD', (name) => objectKey.other('access method', '', name)],
]);
/** Kinds that live in a schema, beside relations, types and routines. */
export const livesInSchema: ReadonlySet<string> = new Set([
  ...['COLLATION', 'CONVERSION', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'STATISTICS'],
  ...['TEXT SEARCH CONFIGURATION', 'TEXT SEARCH DICTIONARY', 'TEXT SEARCH PARSER', 'TEXT SEARCH TEMPLATE'],
]);

/**
 * The key of what an ALTER, COMMENT, GRANT, … is about; null where it has none (a privilege of all tables, a column of a type).
 * A trigger, policy, rule, constraint: its own.
 */
export function subjectOf({ text, info }: Statement): string | null {
  const { objectType, schema, name, on } = info;
  if (objectType === null) return null;
  if (objectType === 'CAST') return castKey(text);
  if (name === null) return null;
  if (objectType === 'LARGE OBJECT') return objectKey.largeObject(name);
  const byName = keyByName.get(objectType === 'FOREIGN SERVER' ? 'SERVER' : objectType);
  if (byName !== undefined) return byName(name);
  if (schema === null) return null;
  switch (objectType) {
    case 'TRIGGER':
    case 'POLICY':
    case 'RULE':
      return on === null ? null : onTable(objectType, schema, on.name, name);
    case 'CONSTRAINT':
      return on === null ? null : objectKey.constraint(schema, on.name, name);
    case 'TYPE':
    case 'DOMAIN':
      return objectKey.type(schema, name);
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'AGGREGATE':
      return routineKey(text, info, schema, name);
    case 'TABLE':
    case 'VIEW':
    case 'MATERIALIZED VIEW':
    case 'FOREIGN TABLE':
    case 'SEQUENCE':
    case 'INDEX':
    case 'COLUMN':
      return objectKey.relation(schema, name);
    default:
      return livesInSchema.has(objectType) ? objectKey.other(objectType, schema, name) : null;
  }
}

export function onTable(
  objectType: 'TRIGGER' | 'POLICY' | 'RULE',
  schema: string,
  table: string,
  name: string,
): string {
  const kinds = { TRIGGER: objectKey.trigger, POLICY: objectKey.policy, RULE: objectKey.rule };
  return kinds[objectType](schema, table, name);
}

export const argumentsFor = (text: Buffer, info: StatementInfo): string =>
  info.objectType === 'AGGREGATE' ? aggregateArguments(text) : identityArguments(text);

export const routineKey = (text: Buffer, info: StatementInfo, schema: string, name: string): string =>
  objectKey.routine(schema, name, argumentsFor(text, info));

/** `("a"."b" AS integer)` names a cast. */
export function castKey(text: Buffer): string | null {
  const types = castTypes(text);
  return types === null ? null : objectKey.other('cast', '', types);
}

/** `"a"."b" AS integer` */
export function castTypes(text: Buffer): string | null {
  const tokens = new Tokens(text);
  while (!tokens.isSymbol('(')) if (tokens.next().kind === 'end') return null;
  const start = tokens.peek().end;
  tokens.skipGroup();
  const end = tokens.peek().start;
  return text.toString('utf8', start, end).trim().replace(/\)$/, '').trim();
}
