import { parseStatement, splitStatements } from '@stowbase/sql-stream';

/** The restore's own: how long it waits is not the archive's business. */
const ours: ReadonlySet<string> = new Set([
  ...['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'],
]);

/** Settings of an archive, turned into those of one transaction. */
export function localSettings(settings: string): string {
  return splitStatements(Buffer.from(settings))
    .flatMap((part) => (part.type === 'statement' ? [part.text] : []))
    .filter((text) => !ours.has(parseStatement(text).setting?.name ?? ''))
    .map((text) =>
      text
        .toString()
        .replace(/^SET\s+(?:SESSION\s+)?/i, 'SET LOCAL ')
        .replace(/^(SELECT\s+pg_catalog\.set_config\(.*),\s*false\)/i, '$1, true)'),
    )
    .join('\n');
}
