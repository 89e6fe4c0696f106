import { Tokens, type StatementInfo } from '@stowbase/sql-stream';

const routines: ReadonlySet<string> = new Set(['FUNCTION', 'PROCEDURE', 'ROUTINE', 'AGGREGATE']);

/** What stands between the parentheses behind a routine's name; '' for other objects. */
export function routineArguments(text: Buffer | string, { objectType, nameStart }: StatementInfo): string {
  if (objectType === null || !routines.has(objectType)) return '';
  const tokens = new Tokens(text);
  while (tokens.peek().start < nameStart) tokens.next();
  while (tokens.peek().kind !== 'end' && !tokens.isSymbol('(')) tokens.next();
  const from = tokens.peek().end;
  tokens.skipGroup();
  const group = tokens.sql.slice(from, tokens.peek().start);
  return Buffer.from(group.slice(0, group.lastIndexOf(')')), 'latin1').toString('utf8');
}
