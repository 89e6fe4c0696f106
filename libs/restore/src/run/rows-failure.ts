import type { PostgresError } from '@stowbase/postgres';
import { RestoreError, type StatementPlace } from '../errors';
import { tableText, type TableName } from '../table-name';
import { aftermathText, type Aftermath } from './aftermath';
import { isServerError, safeCause, safeMessage, safeText, type ServerError } from './server-words';
import { placeText, statementFailure } from './statement-failure';

export interface SentCopy {
  readonly text: Buffer;
  /** Where the rows go. */
  readonly table: TableName;
  readonly place: StatementPlace;
}

/**
 * The error of a COPY: of its rows `ROWS_REJECTED`, with table and line but never a value; of the COPY itself as of any statement.
 * `where` is "COPY orders, line 5, column total: …".
 */
export function copyFailure(error: unknown, copy: SentCopy, aftermath: Aftermath): RestoreError | PostgresError {
  if (!isServerError(error) || !isAboutRows(error)) return statementFailure(error, copy, aftermath);
  const { line, column } = lineOf(error, copy.table.name);
  const place = { ...copy.place, line };
  const at = line === null ? '' : ` in line ${line} of its rows`;
  return new RestoreError(
    'ROWS_REJECTED',
    `The target refused rows of ${tableText(copy.table)}${at} (${placeText(place)}): ${reason(error, column)}. ${aftermathText(aftermath)}`,
    nextStep(error),
    { place, detail: safeText(error), cause: safeCause(error) },
  );
}

/** Data exceptions, constraints, what functions raise, and what an enum or a domain doesn't take. */
const isAboutRows = (error: ServerError): boolean =>
  /^2[123]|^P0|^38|^39/.test(error.code) ||
  (error.where !== undefined && / line \d+/.test(error.where) && error.routine === 'exec_stmt_raise');

/** A row can hold such a text too, but PostgreSQL's own comes before the row. */
function lineOf({ where = '' }: ServerError, table: string): { line: number | null; column: string | null } {
  const start = `COPY ${table}, line `;
  const at = where.startsWith(start) ? 0 : where.indexOf(`\n${start}`) + 1;
  if (!where.startsWith(start, at)) return { line: null, column: null };
  const [, line, column] = /^(\d+)(?:, column ((?:(?!: "|: null)[^\n])+))?/.exec(where.slice(at + start.length)) ?? [];
  return { line: line === undefined ? null : Number(line), column: column ?? null };
}

function reason(error: ServerError, column: string | null): string {
  const named = error.constraint === undefined ? '' : ` ${error.constraint}`;
  switch (error.code) {
    case '23505':
      return `a row with the same key is there already (constraint${named})`;
    case '23503':
      return `they refer to rows that are not there (foreign key${named})`;
    case '23514':
      return `the check${named} doesn't allow a row`;
    case '23P01':
      return `a row conflicts with another one (constraint${named})`;
    default:
      return `${safeMessage(error)}${column === null ? '' : ` (column ${column})`}`;
  }
}

function nextStep({ code }: ServerError): string {
  if (code === '23503')
    return 'The foreign keys of the target are in force while its rows come: restore the schema together with the rows, or as a superuser.';
  if (code === '23505') return 'Empty the table in the target, or restore into an empty database.';
  if (code === '23514')
    return 'Compare the check with the rows in the source: it may depend on something that the archive does not hold.';
  if (code.startsWith('P0'))
    return 'Look at the triggers of this table in the target, and disable what refuses the rows.';
  return 'Compare the columns of the table in the target with those of the source.';
}
