import { Tokens } from '@stowbase/sql-stream';
import { objectKey } from '../object-key';
import type { MadeObject } from './made-objects';
import { referencesOf, type Reference } from './references';
import type { Statement } from './statement';
import { subjectOf } from './subject';

/** What must be there for a statement to run. */
export interface Needs {
  readonly names: readonly Reference[];
  /** `objectKey`s of what it is about and of what has no schema: a server, a language, the trigger it switches off. */
  readonly keys: readonly string[];
  /** Names of access methods, languages and foreign data wrappers. */
  readonly global: readonly string[];
  /** An exclusion constraint with `=`, which for most types takes btree_gist. */
  readonly equalityInExclusion: boolean;
}

export function needsOf(statement: Statement, makes: readonly MadeObject[]): Needs {
  const { text, info } = statement;
  const global = globalNames(statement);
  const keys = [...global.map(({ key }) => key), ...serverOf(statement)];
  const subject = makes.length > 0 ? null : subjectOf(statement);
  if (subject !== null) keys.push(subject);
  const { schema, name, part, action } = info;
  if (schema !== null && name !== null) {
    if (part !== null && action?.endsWith('TRIGGER') === true) keys.push(objectKey.trigger(schema, name, part));
    if (part !== null && action?.endsWith('RULE') === true) keys.push(objectKey.rule(schema, name, part));
    const index = info.verb === 'ALTER' && info.action === null ? indexNamed(text) : null;
    if (index !== null) keys.push(objectKey.relation(schema, index));
  }
  const own = makes.flatMap(({ at }) => (at === null ? [] : [at]));
  const names = [...referencesOf(text), ...unquoted(statement)];
  return {
    names: names.filter((one) => !own.some((at) => at.schema === one.schema && at.name === one.name)),
    keys,
    global: global.map((one) => one.name),
    equalityInExclusion:
      info.constraintType === 'EXCLUDE' && / USING "?gist"? .* WITH (=|<>)[,) ]/s.test(text.toString('latin1')),
  };
}

/** The server's own words for a trigger (in a DO block of `managed`) have names without quotes. */
function unquoted({ info }: Statement): Reference[] {
  const found: Reference[] = [];
  for (const [name, called] of [
    [info.on, false],
    [info.routine, true],
  ] as const) {
    if (info.verb === 'CREATE' && name !== null && name.schema !== null)
      found.push({ schema: name.schema, name: name.name, called });
  }
  return found;
}

/** The language of a function, the access method of an index, the wrapper of a server. */
function globalNames({ text, info }: Statement): { name: string; key: string }[] {
  if (info.setting?.name === 'default_table_access_method') return accessMethodOfTables(info.setting.value);
  if (info.verb !== 'CREATE' && info.action !== 'ADD CONSTRAINT') return [];
  switch (info.objectType) {
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'TRANSFORM':
      return behind(text, ['language']).map((name) => ({ name, key: objectKey.language(name) }));
    case 'TABLE':
      return info.constraintType === 'EXCLUDE' ? accessMethod(text) : [];
    case 'INDEX':
    case 'OPERATOR CLASS':
    case 'OPERATOR FAMILY':
      return accessMethod(text);
    case 'SERVER':
      return behind(text, ['foreign', 'data', 'wrapper']).map((name) => ({
        name,
        key: objectKey.foreignDataWrapper(name),
      }));
    default:
      return [];
  }
}

function accessMethodOfTables(value: string | null): { name: string; key: string }[] {
  const name = value === null ? undefined : /^"((?:[^"]|"")*)"$/.exec(value)?.[1]?.replaceAll('""', '"');
  return name === undefined ? [] : [{ name, key: objectKey.other('access method', '', name) }];
}

const accessMethod = (text: Buffer): { name: string; key: string }[] =>
  behind(text, ['using']).map((name) => ({ name, key: objectKey.other('access method', '', name) }));

function serverOf({ text, info }: Statement): string[] {
  if (info.objectType === 'USER MAPPING' && info.name !== null) return [objectKey.server(info.name)];
  if (info.verb !== 'CREATE' || info.objectType !== 'FOREIGN TABLE') return [];
  return behind(text, ['server']).map(objectKey.server);
}

/** The name behind the first such words outside of parentheses. */
function behind(text: Buffer, words: readonly string[]): string[] {
  const tokens = new Tokens(text);
  for (;;) {
    tokens.skipGroup();
    if (tokens.peek().kind === 'end') return [];
    if (tokens.take(...words)) {
      const token = tokens.next();
      return token.kind === 'name' || token.kind === 'word' ? [token.value] : [];
    }
    tokens.next();
  }
}

/** `CLUSTER ON "index"`, `REPLICA IDENTITY USING INDEX "index"`. */
function indexNamed(text: Buffer): string | null {
  const [, index] = /\b(?:CLUSTER ON|USING INDEX) "((?:[^"]|"")*)";?\s*$/.exec(text.toString('latin1')) ?? [];
  return index === undefined ? null : Buffer.from(index.replaceAll('""', '"'), 'latin1').toString('utf8');
}
