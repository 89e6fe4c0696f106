import { Tokens, type StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../../object-key';
import { routineArguments } from './routine-arguments';

/** The object that a statement of an archive makes, as `objectKey`; null when it makes none, or one that isn't told apart (casts). */
export function createdKey(info: StatementInfo, text: Buffer | string): string | null {
  switch (info.verb) {
    case 'CREATE':
      return createdBy(info, text);
    case 'ALTER':
      return addedBy(info, text);
    case 'SELECT':
      return info.routine?.name === 'lo_create' ? largeObjectKey(text) : null;
    default:
      return null;
  }
}

function createdBy(info: StatementInfo, text: Buffer | string): string | null {
  const { objectType, name, on } = info;
  const schema = info.schema ?? '';
  if (objectType === null || name === null) return null;
  switch (objectType) {
    case 'TABLE':
    case 'FOREIGN TABLE':
    case 'VIEW':
    case 'MATERIALIZED VIEW':
    case 'SEQUENCE':
    case 'INDEX':
      return objectKey.relation(schema, name);
    case 'TYPE':
    case 'DOMAIN':
      return objectKey.type(schema, name);
    case 'FUNCTION':
    case 'PROCEDURE':
      return objectKey.routine(schema, name, withoutDefaults(routineArguments(text, info)));
    case 'SCHEMA':
      return objectKey.schema(name);
    case 'TRIGGER':
      return objectKey.trigger(schema, on?.name ?? '', name);
    case 'POLICY':
      return objectKey.policy(schema, on?.name ?? '', name);
    case 'RULE':
      return objectKey.rule(schema, on?.name ?? '', name);
    case 'ROLE':
      return objectKey.role(name);
    case 'EXTENSION':
      return objectKey.extension(name);
    case 'PUBLICATION':
      return objectKey.publication(name);
    case 'SUBSCRIPTION':
      return objectKey.subscription(name);
    case 'EVENT TRIGGER':
      return objectKey.eventTrigger(name);
    case 'FOREIGN DATA WRAPPER':
      return objectKey.foreignDataWrapper(name);
    case 'SERVER':
      return objectKey.server(name);
    case 'LANGUAGE':
      return objectKey.language(name);
    case 'CAST':
    case 'TRANSFORM':
    case 'USER MAPPING':
    case 'AGGREGATE':
      return null;
    default:
      return objectKey.other(objectType, schema, name);
  }
}

/** An aggregate is known by its input types, which only the statement about its owner has. */
function addedBy(info: StatementInfo, text: Buffer | string): string | null {
  const { objectType, name, part, partner, action } = info;
  const schema = info.schema ?? '';
  if (name === null) return null;
  if (action === 'ADD CONSTRAINT' && part !== null) return objectKey.constraint(schema, name, part);
  if (action === 'ADD GENERATED' && partner !== null) return objectKey.relation(partner.schema ?? schema, partner.name);
  if (action === 'OWNER TO' && objectType === 'AGGREGATE') {
    return objectKey.routine(schema, name, routineArguments(text, info));
  }
  return null;
}

/** The identity arguments: what `CREATE FUNCTION` says, without the values that may be left out. */
export function withoutDefaults(args: string): string {
  const tokens = new Tokens(args);
  const pieces: string[] = [];
  let from = 0;
  let until: number | null = null;
  for (let depth = 0; ;) {
    const token = tokens.next();
    const isEnd = token.kind === 'end';
    if (isEnd || (depth === 0 && token.kind === 'symbol' && token.value === ',')) {
      pieces.push(tokens.sql.slice(from, until ?? token.start).trimEnd());
      if (isEnd) return Buffer.from(pieces.join(','), 'latin1').toString('utf8');
      [from, until] = [token.end, null];
    }
    if (depth === 0 && token.kind === 'word' && token.value === 'default') until ??= token.start;
    if (token.kind === 'symbol' && /^[([]$/.test(token.value)) depth++;
    if (token.kind === 'symbol' && /^[)\]]$/.test(token.value)) depth--;
  }
}

function largeObjectKey(text: Buffer | string): string | null {
  const oid = /lo_create\('?(\d+)'?\)/.exec(String(text))?.[1];
  return oid === undefined ? null : objectKey.largeObject(oid);
}
