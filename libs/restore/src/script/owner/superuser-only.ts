import { Tokens } from '@stowbase/sql-stream';
import { skip } from '../ruling';
import type { Statement } from '../statement';
import type { OwnerRule } from './owner-rule';

/** Kinds that only a superuser makes or changes, and what people call them. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['FOREIGN DATA WRAPPER', 'a foreign data wrapper'],
  ['SUBSCRIPTION', 'a subscription'],
  ['EVENT TRIGGER', 'an event trigger'],
  ['LANGUAGE', 'a language'],
  ['ACCESS METHOD', 'an access method'],
  ['OPERATOR CLASS', 'an operator class'],
  ['OPERATOR FAMILY', 'an operator family'],
  ['TEXT SEARCH PARSER', 'a text search parser'],
  ['TEXT SEARCH TEMPLATE', 'a text search template'],
  ['TABLESPACE', 'a tablespace'],
  ['SYSTEM', 'a setting of the server'],
]);

export const superuserOnly: OwnerRule = (statement) => {
  const what = superuserThing(statement);
  return what === null ? null : skip(`only a superuser can make ${what}`);
};

function superuserThing(statement: Statement): string | null {
  const { verb, objectType, action } = statement.info;
  if (verb === 'SECURITY LABEL') return 'a security label';
  if (verb === 'ALTER' && objectType === 'PUBLICATION' && action === 'ADD TABLES IN SCHEMA')
    return 'a publication of whole schemas';
  if (verb === 'CREATE' || verb === 'ALTER') {
    const kind = kinds.get(objectType ?? '');
    if (kind !== undefined) return kind;
  }
  if (verb !== 'CREATE') return null;
  switch (objectType) {
    case 'TYPE':
      return isBaseType(statement) ? 'a base type' : null;
    case 'CAST':
      return castOnlyForSuperuser(statement);
    case 'AGGREGATE':
      return /\bSTYPE = "?internal"?[,\s)]/.test(statement.text.toString('latin1'))
        ? 'an aggregate with an internal state'
        : null;
    case 'PUBLICATION':
      return wholePublication(statement);
    default:
      return null;
  }
}

/** Not `AS (…)`, `AS ENUM (…)`, `AS RANGE (…)`: `CREATE TYPE t;` and `CREATE TYPE t (INPUT = …)`. */
function isBaseType({ text, info }: Statement): boolean {
  const tokens = new Tokens(text.subarray(info.nameStart));
  tokens.next();
  while (tokens.isSymbol('.')) {
    tokens.next();
    tokens.next();
  }
  return !tokens.isWord('as');
}

/** Casts that say two types are the same in memory, and those between types that are both the server's own. */
function castOnlyForSuperuser({ text }: Statement): string | null {
  const tokens = new Tokens(text);
  let qualified = false;
  while (tokens.peek().kind !== 'end' && !tokens.isWord('with') && !tokens.isWord('without')) {
    if (tokens.next().value === '.') qualified = true;
  }
  if (tokens.isWord('without')) return 'a cast without a function';
  return qualified ? null : "a cast between the server's own types";
}

function wholePublication({ text }: Statement): string | null {
  const tokens = new Tokens(text);
  for (let token = tokens.next(); token.kind !== 'end'; token = tokens.next()) {
    if (token.kind !== 'word' || token.value !== 'for') continue;
    if (tokens.isWord('all')) return 'a publication of all tables';
    if (tokens.isWord('tables')) return 'a publication of whole schemas';
  }
  return null;
}
