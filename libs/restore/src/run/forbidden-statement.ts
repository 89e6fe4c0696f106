import type { SqlPart } from '@stowbase/sql-stream';
import { RestoreError, type StatementPlace } from '../errors';
import { aftermathText, type Aftermath } from './aftermath';
import { placeText } from './statement-failure';

const transactionWords =
  /^(?:BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION|SET\s+(?:LOCAL|TRANSACTION|CONSTRAINTS))\b/i;

/** No backup has such a line: it would end the one transaction half-way, or is for psql. */
export function isForbidden(part: SqlPart): boolean {
  if (part.type === 'meta') return true;
  return part.type === 'statement' && transactionWords.test(part.text.toString('latin1', 0, 40));
}

export const forbidden = (place: StatementPlace, aftermath: Aftermath): RestoreError =>
  new RestoreError(
    'STATEMENT_FAILED',
    `The archive has a line that no backup of Stowbase has, ${placeText(place)}: it is not sent. ${aftermathText(aftermath)}`,
    'Find out who made this archive; "extract" writes its SQL into files that can be read.',
    { place },
  );
