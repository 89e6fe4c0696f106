import { Tokens } from '@stowbase/sql-stream';
import { literalBytes, literalText } from '../script/inner-statements';

/** The job that a DO block of `cron` schedules: `cron.schedule('name', 'schedule', 'command')`, without a name in older ones. */
export function cronJobOf(block: Buffer): { name: string | null; schedule: string } | null {
  const outer = new Tokens(block);
  outer.take('do');
  const body = literalBytes(outer.peek());
  if (body === null) return null;
  const tokens = new Tokens(body);
  for (let token = tokens.next(); token.kind !== 'end'; token = tokens.next()) {
    if (token.kind !== 'word' || token.value !== 'cron' || !tokens.isSymbol('.')) continue;
    const call = tokens.peek(1).value;
    if (call !== 'schedule' && call !== 'schedule_in_database') continue;
    tokens.next();
    tokens.next();
    const values = literals(tokens);
    const [first = '', second = ''] = values;
    if (values.length >= 3) return { name: first, schedule: second };
    if (values.length === 2) return { name: null, schedule: first };
  }
  return null;
}

function literals(tokens: Tokens): string[] {
  const values: string[] = [];
  if (!tokens.isSymbol('(')) return values;
  do {
    tokens.next();
    const value = literalText(tokens.peek());
    if (value === null) break;
    values.push(value);
    tokens.next();
  } while (tokens.isSymbol(','));
  return values;
}
