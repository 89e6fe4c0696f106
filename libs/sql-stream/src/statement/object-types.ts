import type { Tokens } from './tokens';

/** Object types of several words, before those of one word that they start with. */
const LONG: readonly (readonly string[])[] = [
  ['all', 'tables', 'in', 'schema'],
  ['all', 'sequences', 'in', 'schema'],
  ['all', 'functions', 'in', 'schema'],
  ['all', 'procedures', 'in', 'schema'],
  ['all', 'routines', 'in', 'schema'],
  ['foreign', 'data', 'wrapper'],
  ['text', 'search', 'configuration'],
  ['text', 'search', 'dictionary'],
  ['text', 'search', 'parser'],
  ['text', 'search', 'template'],
  ['materialized', 'view'],
  ['foreign', 'table'],
  ['foreign', 'server'],
  ['event', 'trigger'],
  ['user', 'mapping'],
  ['access', 'method'],
  ['operator', 'class'],
  ['operator', 'family'],
  ['default', 'privileges'],
  ['large', 'object'],
];

const SHORT: ReadonlySet<string> = new Set([
  ...['aggregate', 'cast', 'collation', 'column', 'constraint', 'conversion', 'database', 'domain', 'extension'],
  ...['function', 'group', 'index', 'language', 'parameter', 'policy', 'procedure', 'publication', 'role', 'routine'],
  ...['rule', 'schema', 'sequence', 'server', 'statistics', 'subscription', 'system', 'table', 'tablespace'],
  ...['transform', 'trigger', 'type', 'user', 'view'],
]);

/** Words between the verb and the type that say how, not what. */
const MODIFIERS: ReadonlySet<string> = new Set([
  ...['global', 'local', 'temp', 'temporary', 'unlogged', 'unique', 'trusted', 'procedural', 'recursive'],
]);

/** Takes an object type in capitals with the modifiers before it; null when none comes next. */
export function readObjectType(tokens: Tokens): string | null {
  for (;;) {
    const token = tokens.peek();
    if (token.kind !== 'word') return null;
    const followed = tokens.peek(1).kind === 'word' ? tokens.peek(1).value : '';
    const isModifier =
      MODIFIERS.has(token.value) ||
      (token.value === 'constraint' && followed === 'trigger') ||
      (token.value === 'default' && followed === 'conversion');
    if (!isModifier) break;
    tokens.next();
  }
  for (const words of LONG) if (tokens.take(...words)) return words.join(' ').toUpperCase();
  const { value } = tokens.peek();
  if (value === 'operator' || SHORT.has(value)) {
    tokens.next();
    return value.toUpperCase();
  }
  return null;
}
