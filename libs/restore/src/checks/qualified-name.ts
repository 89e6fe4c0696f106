import { Tokens } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';

/** `"schema"."name"`, as PostgreSQL writes a relation. Read here: to_regclass() fails where the schema may not be used. */
export function readQualifiedName(text: string): TableName | null {
  const tokens = new Tokens(text);
  const schema = tokens.next();
  if (!tokens.isSymbol('.')) return null;
  tokens.next();
  const name = tokens.next();
  const isName = [schema, name].every(({ kind }) => kind === 'name' || kind === 'word');
  return isName && tokens.peek().kind === 'end' ? { schema: schema.value, name: name.value } : null;
}
