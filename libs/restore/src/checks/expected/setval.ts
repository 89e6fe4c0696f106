import { Tokens } from '@stowbase/sql-stream';
import { literalText } from '../../script/inner-statements';
import type { TableName } from '../../table-name';
import { readQualifiedName } from '../qualified-name';
import type { ExpectedSequence } from './expected-state';

const head = Buffer.from('SELECT pg_catalog.setval(');

/** `SELECT pg_catalog.setval('"public"."x_id_seq"', 42, true);`; null for anything else. */
export function readSetval(statement: Buffer): (ExpectedSequence & { readonly sequence: TableName }) | null {
  if (!statement.subarray(0, head.length).equals(head)) return null;
  const tokens = new Tokens(statement.subarray(head.length));
  const sequence = readQualifiedName(literalText(tokens.next()) ?? '');
  const values = /^,\s*(-?\d+)\s*,\s*(true|false)\s*\)/.exec(tokens.sql.slice(tokens.peek().start));
  const [, lastValue, isCalled] = values ?? [];
  if (sequence === null || lastValue === undefined) return null;
  return { sequence, lastValue, isCalled: isCalled === 'true' };
}
