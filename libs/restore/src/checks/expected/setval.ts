import { Tokens } from '@stowbase/sql-stream';
import type { ExpectedSequence } from './expected-state';

/** `SELECT pg_catalog.setval('"public"."x_id_seq"', 42, true);` with `sequence` as the text of the regclass; null for anything else. */
export function readSetval(statement: Buffer | string): (ExpectedSequence & { readonly sequence: string }) | null {
  const tokens = new Tokens(statement);
  if (!tokens.take('select', 'pg_catalog')) return null;
  tokens.next();
  if (!tokens.take('setval')) return null;
  const shape = tokens.sql.slice(tokens.peek().start);
  const found = /^\(\s*(E?)'((?:[^']|'')*)'\s*,\s*(-?\d+)\s*,\s*(true|false)\s*\)/.exec(shape);
  const [, escape, literal, lastValue, isCalled] = found ?? [];
  if (literal === undefined || lastValue === undefined) return null;
  const plain = literal.replaceAll("''", "'");
  const sequence = Buffer.from(escape === 'E' ? plain.replace(/\\(.)/gs, '$1') : plain, 'latin1').toString('utf8');
  return { sequence, lastValue, isCalled: isCalled === 'true' };
}
