import type { Token, Tokens } from '@stowbase/sql-stream';

/** `"a"`, `"a"."b"`, `"a"."b"."c"` or `"a".*`, as it stands in a statement. */
export interface IdentifierChain {
  readonly parts: readonly Token[];
  /** It ends with `.*`. */
  readonly star: boolean;
}

export const isIdentifier = (token: Token): boolean => token.kind === 'name' || token.kind === 'word';

/** Takes the chain that comes next; null when the next token is no identifier. */
export function readChain(tokens: Tokens): IdentifierChain | null {
  if (!isIdentifier(tokens.peek())) return null;
  const parts = [tokens.next()];
  while (tokens.isSymbol('.') && isIdentifier(tokens.peek(1))) {
    tokens.next();
    parts.push(tokens.next());
  }
  const star = tokens.isSymbol('.') && tokens.isSymbol('*', 1);
  if (star) {
    tokens.next();
    tokens.next();
  }
  return { parts, star };
}
