import { parseStatement } from '../statement/parse-statement';
import { Tokens } from '../statement/tokens';

const FIRST = /^(?:SET|RESET|SELECT)\b/i;
/** They change who acts, not how: a member that stands alone must not begin with them. */
const NOT_KEPT: ReadonlySet<string> = new Set(['role', 'session_authorization']);

/**
 * The session settings a script has made so far: the last value of every SET, in the order they were first seen, so that
 * a piece from the middle can stand alone. Knows pg_dump's `SELECT pg_catalog.set_config('search_path', '', false);` too.
 */
export class SettingsTracker {
  private readonly settings = new Map<string, string>();

  /** Takes any statement; those that are no setting cost nothing. */
  note(statement: Buffer | string): void {
    const text = typeof statement === 'string' ? Buffer.from(statement) : statement;
    if (!FIRST.test(text.toString('latin1', 0, 7))) return;
    const { verb, setting, routine } = parseStatement(text);
    if (verb === 'SELECT') {
      if (routine?.name === 'set_config') this.keep(firstString(text), text);
    } else if (setting?.value !== null && setting !== null) {
      this.keep(setting.name, text);
    } else if (setting?.name === 'all') this.settings.clear();
    else if (setting !== null) this.settings.delete(setting.name);
  }

  /** The settings as SQL, one statement a line; empty when there are none. */
  preamble(): Buffer {
    return Buffer.from([...this.settings.values()].map((statement) => `${statement}\n`).join(''));
  }

  private keep(name: string, text: Buffer): void {
    if (!NOT_KEPT.has(name) && !/^SET\s+LOCAL\b/i.test(text.toString('latin1', 0, 16))) {
      this.settings.set(name, text.toString('utf8').trim());
    }
  }
}

function firstString(text: Buffer): string {
  const tokens = new Tokens(text);
  while (tokens.peek().kind !== 'end' && tokens.peek().kind !== 'string') tokens.next();
  return tokens.next().value.slice(1, -1).toLowerCase();
}
