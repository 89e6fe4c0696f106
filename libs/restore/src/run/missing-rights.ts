import { parseStatement } from '@stowbase/sql-stream';
import type { SkippedStatement } from '../report';
import { safeMessage, type ServerError } from './server-words';
import type { PlacedStatement } from './statement-batch';
import { headline } from './statement-words';

const missing: ReadonlySet<string> = new Set(['42704', '42P01', '42883', '3F000', '42703']);

/** They bring other objects with them, under names that their own statement doesn't have. */
const bringers: ReadonlySet<string> = new Set(['EXTENSION', 'SCHEMA', 'FOREIGN DATA WRAPPER', 'LANGUAGE']);

/** What a restore has left out so far: others may miss it. Steps on several connections share one. */
export class LeftOut {
  readonly names: string[] = [];
  bringers = false;
}

/**
 * Statements that a role without superuser rights is refused, and those that then miss what was refused. Each is named; whatever would
 * leave rows open to more people than in the source is never excused.
 */
export class MissingRights {
  constructor(
    private readonly note: (skipped: SkippedStatement) => void,
    private readonly leftOut = new LeftOut(),
  ) {}

  /** True when the restore goes on without this statement; it is noted then. */
  excuses(error: ServerError, statement: PlacedStatement): boolean {
    const reason = this.reasonFor(error, statement.text);
    if (reason === null) return false;
    this.skips(statement.text);
    const { member, statement: number } = statement.place;
    this.note({ member, statement: number ?? 0, text: headline(statement.text), reason });
    return true;
  }

  /** What the plan left out: others may miss it too. */
  skips(text: Buffer): void {
    const { verb, objectType, name } = parseStatement(text);
    if (verb !== 'CREATE' || name === null) return;
    this.leftOut.names.push(name);
    if (objectType !== null && bringers.has(objectType)) this.leftOut.bringers = true;
  }

  private reasonFor(error: ServerError, text: Buffer): string | null {
    if (guards(text)) return null;
    if (error.code === '42501') return `This user may not do it: ${safeMessage(error)}.`;
    if (!missing.has(error.code)) return null;
    const words = `${text.toString('utf8')}\n${error.message}`;
    const cause = this.leftOut.names.find((name) => words.includes(name));
    if (cause === undefined && !this.leftOut.bringers) return null;
    return `It needs what could not be restored here: ${safeMessage(error)}.`;
  }
}

/** Statements that take access away. */
function guards(text: Buffer): boolean {
  const { verb, objectType, action } = parseStatement(text);
  if (verb === 'REVOKE') return true;
  if (action === 'ENABLE ROW LEVEL SECURITY' || action === 'FORCE ROW LEVEL SECURITY' || action === 'REVOKE')
    return true;
  return verb === 'CREATE' && objectType === 'POLICY' && /\bAS\s+RESTRICTIVE\b/i.test(text.toString('latin1'));
}
