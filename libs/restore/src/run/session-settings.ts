import type { Client } from 'pg';

/**
 * What a restore sets for its session: nothing of the target's own settings may end it, and a forgotten lock of somebody else may.
 * `transaction_timeout` is there from PostgreSQL 17 on.
 */
export const restoreSettings = (lockWaitSeconds: number, serverVersionNum: number): string =>
  [
    'SET statement_timeout = 0',
    `SET lock_timeout = ${Math.round(lockWaitSeconds * 1000)}`,
    'SET idle_in_transaction_session_timeout = 0',
    'SET idle_session_timeout = 0',
    ...(serverVersionNum >= 170000 ? ['SET transaction_timeout = 0'] : []),
    'SET standard_conforming_strings = on',
    "SET client_encoding = 'UTF8'",
    'SET client_min_messages = warning',
  ].join('; ');

/** What members set too, to values of their own. In a restore the session decides. */
const timeouts = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
];
const timeoutPattern = new RegExp(`^SET\\s+(?:SESSION\\s+)?"?(?:${timeouts.join('|')})"?\\s*(?:=|TO\\b)`, 'i');

export const setsTimeout = (text: Buffer): boolean => timeoutPattern.test(text.toString('latin1', 0, 80));

/** Every member ends with it; it would also undo what the session needs. */
export const resetsAll = (text: Buffer): boolean => /^RESET\s+ALL\s*;?\s*$/i.test(text.toString('latin1', 0, 40));

/** The server judges a whole script by these before it runs any of it: what comes next needs a script of its own. */
export const changesReading = (text: Buffer): boolean =>
  /^SET\s+(?:SESSION\s+)?"?(?:client_encoding\b(?!"?\s*(?:=|TO)\s*'UTF-?8')|standard_conforming_strings\b(?!"?\s*(?:=|TO)\s*'?on\b))/i.test(
    text.toString('latin1', 0, 80),
  );

/**
 * The statements that set again what is set in this session now. RESET ALL goes back to what the connection began with; settings of
 * the start-up packet would survive it, but connection poolers drop or refuse those.
 */
export async function currentSettings(client: Client): Promise<string> {
  const { rows } = await client.query<{ set: string | null }>(
    `SELECT pg_catalog.string_agg(pg_catalog.format('SET %I = %L', name, setting), '; ') AS set
       FROM pg_catalog.pg_settings
      WHERE source = 'session' AND name = ANY (pg_catalog.string_to_array($1, ','))`,
    [
      [
        ...timeouts,
        'standard_conforming_strings',
        'client_encoding',
        'client_min_messages',
        'application_name',
        'client_connection_check_interval',
      ].join(','),
    ],
  );
  return rows[0]?.set ?? '';
}
