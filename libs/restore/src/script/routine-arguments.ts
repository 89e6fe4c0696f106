import { Tokens, type Token } from '@stowbase/sql-stream';

/**
 * The arguments of `CREATE FUNCTION "s"."f"("a" integer DEFAULT 1, …)`, or of an ALTER, COMMENT or GRANT about it, without their
 * defaults: the text of the server's `pg_get_function_identity_arguments()`, which pg_dump's other statements about it have too.
 */
export function identityArguments(statement: Buffer): string {
  return argumentsOf(statement)
    .map(({ text }) => text)
    .join(', ');
}

/** Of an aggregate: its input types only, `*` for none, as pg_dump names it behind the CREATE. */
export function aggregateArguments(statement: Buffer): string {
  return argumentsOf(statement)
    .map(({ type }) => type)
    .join(', ');
}

interface Argument {
  readonly text: string;
  readonly type: string;
}

function argumentsOf(statement: Buffer): Argument[] {
  const tokens = new Tokens(statement);
  while (!tokens.isSymbol('(')) if (tokens.next().kind === 'end') return [];
  tokens.next();
  const found: Argument[] = [];
  let current: Token[] = [];
  let isDefault = false;
  for (let depth = 1; ;) {
    const token = tokens.next();
    if (token.kind === 'end') break;
    if (token.kind === 'symbol' && token.value === '(') depth += 1;
    if (token.kind === 'symbol' && token.value === ')') depth -= 1;
    const outside = depth === 1 && token.kind !== 'name';
    // Those of an ordered-set aggregate stand behind ORDER BY, which counts as a comma.
    const ends =
      depth === 0 || (outside && (token.value === ',' || (token.kind === 'word' && token.value === 'order')));
    if (ends) {
      if (current.length > 0) found.push(argument(statement, current));
      current = [];
      isDefault = false;
      if (depth === 0) break;
      if (token.value === 'order') tokens.take('by');
    } else {
      isDefault ||= outside && token.kind === 'word' && token.value === 'default';
      if (!isDefault) current.push(token);
    }
  }
  return found;
}

/** Identifiers are quoted: a quoted one that is followed by neither a dot nor the end is the argument's name, not its type. */
function argument(statement: Buffer, tokens: readonly Token[]): Argument {
  const text = (from: number): string => {
    const start = tokens[from]?.start ?? 0;
    return statement.toString('utf8', start, tokens.at(-1)?.end ?? start);
  };
  const modes = tokens[0]?.kind === 'word' && /^(in|out|inout|variadic)$/.test(tokens[0].value) ? 1 : 0;
  const next = tokens[modes + 1];
  const named = tokens[modes]?.kind === 'name' && next !== undefined && !/^[.([]$/.test(next.value);
  return { text: text(0), type: text(named ? modes + 1 : modes) };
}
