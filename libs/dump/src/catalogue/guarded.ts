import { dollarQuote, quoteLiteral } from '@stowbase/sql-stream';

/**
 * Conditions that no guard may swallow: the restore itself is broken then, not one optional object. Deadlocks and
 * serialization (40), resources (53), operator intervention (57), I/O (58), damaged data, and a lock that didn't come in time.
 */
const neverSwallowed = '^(40|53|57|58)|^(XX001|XX002|55P03)$';

export interface GuardedParts {
  /** plpgsql declarations, each with its semicolon. */
  declare?: string;
  /** plpgsql statements; version-dependent SQL belongs into EXECUTE, so that an older server can still parse the block. */
  body: string;
  /** What could not be done, as a sentence without its full stop; the server's reason is appended. null: nothing is said. */
  otherwise: string | null;
  hint?: string;
}

/** A block whose failure is a WARNING that says what is missing; everything it did is undone together. */
export function guarded(parts: GuardedParts): string {
  return doBlock(`${parts.body}\n${rescue(parts.otherwise, parts.hint)}`, parts.declare);
}

/** A nested block inside another one's body, with its own guard. */
export function guardedInside(body: string, otherwise: string, hint?: string): string {
  return `BEGIN\n${body}\n${rescue(otherwise, hint)}\nEND;`;
}

export function doBlock(body: string, declare?: string): string {
  const declarations = declare === undefined ? '' : `DECLARE\n${declare}\n`;
  return `DO ${dollarQuote(`\n${declarations}BEGIN\n${body}\nEND\n`)};\n`;
}

export function execute(statement: string): string {
  return `EXECUTE ${quoteLiteral(statement)};`;
}

export function warn(message: string, hint?: string): string {
  return raise('WARNING', quoteLiteral(message), hint);
}

export function roleExists(name: string): string {
  return `EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(name)})`;
}

export const serverAtLeast16 = `pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 160000`;
export const runsAsSuperuser = `(SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)`;

function rescue(otherwise: string | null, hint?: string): string {
  return [
    'EXCEPTION WHEN OTHERS THEN',
    `  IF SQLSTATE ~ ${quoteLiteral(neverSwallowed)} THEN RAISE; END IF;`,
    otherwise === null
      ? '  NULL;'
      : `  ${raise('WARNING', `pg_catalog.concat(${quoteLiteral(`${otherwise}: `)}, SQLERRM)`, hint)}`,
  ].join('\n');
}

function raise(level: 'WARNING', message: string, hint?: string): string {
  return `RAISE ${level} USING MESSAGE = ${message}${hint === undefined ? '' : `, HINT = ${quoteLiteral(hint)}`};`;
}
