import { Tokens, type StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../object-key';
import type { Statement } from './statement';
import { argumentsFor, castKey, castTypes, keyByName, livesInSchema, onTable, routineKey } from './subject';

/** Something that a statement makes. */
export interface MadeObject {
  /** In lower case, as PostgreSQL says it. */
  readonly type: string;
  /** For people: `public.orders`, `public.f(a integer)`, `read on public.orders`. */
  readonly name: string;
  readonly key: string;
  /** Names it takes besides: a table's row type, the index of a unique constraint. */
  readonly takes: readonly string[];
  /** Where others refer to it by a qualified name. */
  readonly at: { readonly schema: string; readonly name: string; readonly routine: boolean } | null;
}

/** Kinds whose rows have a type of the same name. */
const withRowType: ReadonlySet<string> = new Set(['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'FOREIGN TABLE']);
/** What a statement makes; empty for all others. What stands inside a `DO` block is in the inner statements. */
export function madeBy({ text, info }: Statement): MadeObject[] {
  const { verb } = info;
  if (verb === 'CREATE') return created(text, info);
  if (verb === 'ALTER') return added(info);
  if (verb === 'SELECT' && info.routine?.name === 'lo_create') return largeObject(text);
  return [];
}

function created(text: Buffer, info: StatementInfo): MadeObject[] {
  const { objectType, schema, name, on } = info;
  if (objectType === 'CAST') {
    const key = castKey(text);
    return key === null ? [] : [plain('cast', plainText(castTypes(text) ?? ''), key)];
  }
  if (objectType === 'TRANSFORM') return transform(text);
  if (objectType === null || name === null) return [];
  const byName = keyByName.get(objectType);
  const type = objectType.toLowerCase();
  if (byName !== undefined) return [plain(type, name, byName(name))];
  if (schema === null) return [];
  const place = `${schema}.${name}`;
  switch (objectType) {
    case 'TRIGGER':
    case 'POLICY':
    case 'RULE':
      return on === null
        ? []
        : [plain(type, `${name} on ${schema}.${on.name}`, onTable(objectType, schema, on.name, name))];
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'AGGREGATE': {
      const key = routineKey(text, info, schema, name);
      const at = { schema, name, routine: true };
      return [{ type, name: `${place}(${plainText(argumentsFor(text, info))})`, key, takes: [], at }];
    }
    case 'TYPE':
    case 'DOMAIN':
      return [typeAt(text, type, schema, name)];
    default: {
      const at = { schema, name, routine: false };
      if (livesInSchema.has(objectType))
        return [{ type, name: place, key: objectKey.other(objectType, schema, name), takes: [], at }];
      const takes = withRowType.has(objectType) ? [objectKey.type(schema, name)] : [];
      return [{ type, name: place, key: objectKey.relation(schema, name), takes, at }];
    }
  }
}

/** A composite type is a relation too; a range brings its multirange. */
function typeAt(text: Buffer, type: string, schema: string, name: string): MadeObject {
  const head = text.toString('latin1', 0, 4096);
  const takes = /^[^(']*\bAS\s*\(/i.test(head) ? [objectKey.relation(schema, name)] : [];
  const multirange = /\bmultirange_type_name = "((?:[^"]|"")*)"\."((?:[^"]|"")*)"/i.exec(head);
  if (multirange?.[1] !== undefined && multirange[2] !== undefined) {
    takes.push(objectKey.type(decode(multirange[1]), decode(multirange[2])));
  }
  const key = objectKey.type(schema, name);
  return { type, name: `${schema}.${name}`, key, takes, at: { schema, name, routine: false } };
}

/** Constraints, and the sequence of an identity column. */
function added(info: StatementInfo): MadeObject[] {
  const { schema, name, part, constraintType, partner } = info;
  if (schema === null || name === null) return [];
  if (info.action === 'ADD CONSTRAINT' && part !== null) {
    const hasIndex = constraintType !== null && /^(PRIMARY KEY|UNIQUE|EXCLUDE)$/.test(constraintType);
    return [
      {
        type: constraintType === 'FOREIGN KEY' ? 'foreign key' : 'constraint',
        name: `${part} on ${schema}.${name}`,
        key: objectKey.constraint(schema, name, part),
        takes: hasIndex ? [objectKey.relation(schema, part)] : [],
        at: hasIndex ? { schema, name: part, routine: false } : null,
      },
    ];
  }
  if (info.action === 'ADD GENERATED' && partner !== null && partner.schema !== null) {
    const at = { schema: partner.schema, name: partner.name, routine: false };
    const key = objectKey.relation(at.schema, at.name);
    return [{ type: 'sequence', name: `${at.schema}.${at.name}`, key, takes: [], at }];
  }
  return [];
}

function largeObject(text: Buffer): MadeObject[] {
  const oid = /lo_create\('?(\d+)'?\)/.exec(text.toString('latin1', 0, 80))?.[1];
  return oid === undefined ? [] : [plain('large object', oid, objectKey.largeObject(oid))];
}

function transform(text: Buffer): MadeObject[] {
  const tokens = new Tokens(text);
  while (!tokens.isWord('for')) if (tokens.next().kind === 'end') return [];
  const start = tokens.next().end;
  while (!tokens.isWord('language')) if (tokens.next().kind === 'end') return [];
  const type = text.toString('utf8', start, tokens.next().start).trim();
  const name = `${type} ${tokens.peek().value}`;
  return [plain('transform', plainText(name), objectKey.other('transform', '', name))];
}

const plain = (type: string, name: string, key: string): MadeObject => ({ type, name, key, takes: [], at: null });

/** Without the quotes of identifiers, for people. */
const plainText = (sql: string): string =>
  sql.replaceAll(/"((?:[^"]|"")*)"/g, (_, inside: string) => inside.replaceAll('""', '"'));

const decode = (latin1: string): string => Buffer.from(latin1.replaceAll('""', '"'), 'latin1').toString('utf8');
