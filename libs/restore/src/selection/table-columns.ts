import { Tokens } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';
import { readChain } from './identifier-chain';

export interface TableHead {
  /** The columns that the statement itself lists; null when a parent or a type brings more. */
  readonly columns: ReadonlySet<string> | null;
  readonly inherits: readonly TableName[];
  /** Names of CHECK and other constraints inside the parentheses. */
  readonly constraints: readonly string[];
}

/** What a `CREATE TABLE` as pg_dump writes it says of its columns, parents and constraints. */
export function readTableHead(text: Buffer): TableHead {
  const tokens = new Tokens(text);
  while (tokens.peek().kind !== 'end' && !tokens.isSymbol('(')) {
    if (tokens.isWord('of')) return { ...readList(tokens), columns: null, inherits: [] };
    tokens.next();
  }
  const { columns, constraints } = readList(tokens);
  const inherits = tokens.take('inherits') ? readParents(tokens) : [];
  return { columns: inherits.length > 0 ? null : columns, inherits, constraints };
}

function readList(tokens: Tokens): { columns: ReadonlySet<string>; constraints: string[] } {
  const columns = new Set<string>();
  const constraints: string[] = [];
  let depth = 0;
  let first = false;
  for (;;) {
    const token = tokens.next();
    if (token.kind === 'end') break;
    if (depth === 1 && token.kind === 'word' && token.value === 'constraint') constraints.push(tokens.next().value);
    else if (first && depth === 1 && token.kind === 'name') columns.add(token.value);
    if (token.kind === 'symbol' && token.value === '(') depth++;
    if (token.kind === 'symbol' && token.value === ')') depth--;
    first = token.kind === 'symbol' && (token.value === '(' || token.value === ',');
    if (depth === 0 && token.value === ')') break;
  }
  return { columns, constraints };
}

function readParents(tokens: Tokens): TableName[] {
  const parents: TableName[] = [];
  do {
    tokens.next();
    const [schema, name] = readChain(tokens)?.parts ?? [];
    if (schema !== undefined && name !== undefined) parents.push({ schema: schema.value, name: name.value });
  } while (tokens.isSymbol(','));
  return parents;
}
