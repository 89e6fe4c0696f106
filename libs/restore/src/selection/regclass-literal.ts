import { Tokens, quoteIdent, quoteLiteral, type QualifiedName, type Token } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';

/** The relation that a literal such as `'"public"."t_id_seq"'` names; null when it holds anything but one qualified name. */
export function readRelationLiteral(token: Token): QualifiedName | null {
  if (token.kind !== 'string') return null;
  const inside = new Tokens(Buffer.from(literalValue(token.value), 'latin1'));
  const schema = inside.next();
  const isName = schema.kind === 'name' || schema.kind === 'word';
  if (!isName || !inside.isSymbol('.')) return null;
  inside.next();
  const name = inside.next();
  if ((name.kind !== 'name' && name.kind !== 'word') || inside.peek().kind !== 'end') return null;
  return { schema: schema.value, name: name.value };
}

export const relationLiteral = ({ schema, name }: TableName): string =>
  quoteLiteral(`${quoteIdent(schema)}.${quoteIdent(name)}`);

/** Whether `::regclass` comes next, however it is quoted and qualified. */
export function castsToRegclass(tokens: Tokens): boolean {
  if (!tokens.isSymbol(':') || !tokens.isSymbol(':', 1)) return false;
  return tokens.peek(tokens.isSymbol('.', 3) ? 4 : 2).value === 'regclass';
}

/** The bytes that a `'…'` or `E'…'` as PostgreSQL writes it stands for, as latin1. */
function literalValue(raw: string): string {
  const escaped = /^e/i.test(raw);
  const inside = raw.slice(raw.indexOf("'") + 1, -1).replaceAll("''", "'");
  return escaped ? inside.replaceAll(/\\(.)/gs, '$1') : inside;
}
