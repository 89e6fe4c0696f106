import { Tokens, type Token } from '@stowbase/sql-stream';

/**
 * The statements that a DO block of a backup runs by `EXECUTE '…'`. Each may be refused: the block then goes on with a warning. What is
 * put together at run time (`EXECUTE pg_catalog.concat(…)`) is not found.
 */
export function guardedStatements(block: Buffer): string[] {
  return literalsBehind(block, ['execute']);
}

/** The names of the cron jobs that a DO block of a backup schedules; one without a name isn't found. */
export function scheduledJobs(block: Buffer): string[] {
  return [...new Set(literalsBehind(block, ['cron', '.', 'schedule_in_database', '(']))];
}

function literalsBehind(block: Buffer, before: readonly string[]): string[] {
  const outer = new Tokens(block);
  outer.take('do');
  const body = outer.next();
  if (body.kind !== 'string') return [];
  const tokens = new Tokens(Buffer.from(withoutDollars(body.value), 'latin1'));
  const found: string[] = [];
  while (tokens.peek().kind !== 'end') {
    const isIt = before.every((value, index) => isBare(tokens.peek(index), value));
    const literal = tokens.peek(before.length);
    if (isIt && literal.kind === 'string') found.push(decodeLiteral(literal.value));
    tokens.next();
  }
  return found;
}

const isBare = ({ kind, value }: Token, wanted: string): boolean =>
  (kind === 'word' || kind === 'symbol') && value === wanted;

function withoutDollars(raw: string): string {
  const quote = /^\$[^$]*\$/.exec(raw)?.[0] ?? '';
  return raw.slice(quote.length, raw.length - quote.length);
}

/** `raw` is the literal's bytes as latin1. */
function decodeLiteral(raw: string): string {
  const isEscape = /^e/i.test(raw);
  const inner = raw.slice(isEscape ? 2 : 1, -1).replaceAll("''", "'");
  const text = isEscape ? inner.replace(/\\(.)/gs, '$1') : inner;
  return Buffer.from(text, 'latin1').toString('utf8');
}
