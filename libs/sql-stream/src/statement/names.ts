import type { Tokens } from './tokens';

/** A name as it is written: `schema` is null when it was not qualified. */
export interface QualifiedName {
  schema: string | null;
  name: string;
}

/** Reads one identifier; null when the next token is none. */
export function readIdentifier(tokens: Tokens): string | null {
  const token = tokens.peek();
  if (token.kind !== 'name' && token.kind !== 'word') return null;
  return tokens.next().value;
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
