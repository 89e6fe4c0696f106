import type { Token, Tokens } from './tokens';

/** A name as it is written: `schema` is null when it was not qualified. */
export interface QualifiedName {
  schema: string | null;
  name: string;
}

/** Reads one identifier; null when the next token is none. */
export function readIdentifier(tokens: Tokens): string | null {
  return isIdentifier(tokens.peek()) ? tokens.next().value : null;
}

/** Reads `a`, `a.b` or `a.b.c` (the first two parts are then schema and name). */
export function readName(tokens: Tokens): QualifiedName | null {
  const parts: string[] = [];
  do {
    const part = readIdentifier(tokens);
    if (part === null) break;
    parts.push(part);
  } while (tokens.isSymbol('.') && tokens.next());
  const [first, second] = parts;
  if (first === undefined) return null;
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
}

/** Reads an operator's name: `"public".===`, up to its arguments. */
export function readOperatorName(tokens: Tokens): QualifiedName | null {
  const schema = isIdentifier(tokens.peek()) && tokens.isSymbol('.', 1) ? tokens.next().value : null;
  if (schema !== null) tokens.next();
  let name = '';
  while (tokens.peek().kind === 'symbol' && !/^[(),;]$/.test(tokens.peek().value)) name += tokens.next().value;
  return name === '' ? null : { schema, name };
}

/** Reads the rest of a comma-separated list of roles. */
export function readRoles(tokens: Tokens): string[] {
  const roles: string[] = [];
  do {
    tokens.take('group');
    const role = readIdentifier(tokens);
    if (role === null) break;
    roles.push(role);
  } while (tokens.isSymbol(',') && tokens.next());
  return roles;
}

function isIdentifier(token: Token): boolean {
  return token.kind === 'name' || token.kind === 'word';
}
