import { Tokens, type Token } from '@stowbase/sql-stream';

/**
 * What a `DO` block runs: every `EXECUTE '…'` whose statement stands whole in the literal, and a CREATE PUBLICATION that stands in the
 * body itself. Blocks are those of libs/dump (catalogue, rules); of anybody else's it may find nothing.
 */
export function innerStatements(block: Buffer): Buffer[] {
  const outer = new Tokens(block);
  outer.take('do');
  const body = literalBytes(outer.peek());
  if (body === null) return [];
  const tokens = new Tokens(body);
  const found: Buffer[] = [];
  for (let token = tokens.next(); token.kind !== 'end'; token = tokens.next()) {
    if (token.kind !== 'word') continue;
    if (token.value === 'execute') {
      const statement = literalBytes(tokens.peek());
      if (statement !== null) found.push(statement);
    } else if (token.value === 'create' && tokens.isWord('publication')) {
      found.push(body.subarray(token.start, endOfStatement(tokens, body.length)));
    }
  }
  return found;
}

/** What `'…'`, `E'…'` or `$…$…$…$` stands for; null for any other token. */
export function literalBytes(token: Token): Buffer | null {
  if (token.kind !== 'string') return null;
  const raw = token.value;
  if (raw.startsWith('$')) {
    const tag = raw.slice(0, raw.indexOf('$', 1) + 1);
    return Buffer.from(raw.slice(tag.length, -tag.length), 'latin1');
  }
  const inside = raw.slice(raw.indexOf("'") + 1, -1).replaceAll("''", "'");
  return Buffer.from(/^e/i.test(raw) ? inside.replaceAll(/\\(.)/gs, '$1') : inside, 'latin1');
}

export function literalText(token: Token): string | null {
  return literalBytes(token)?.toString('utf8') ?? null;
}

function endOfStatement(tokens: Tokens, length: number): number {
  for (;;) {
    const token = tokens.peek();
    if (token.kind === 'end') return length;
    tokens.next();
    if (token.kind === 'symbol' && token.value === ';') return token.end;
  }
}
