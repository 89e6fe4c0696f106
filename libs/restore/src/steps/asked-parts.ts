import { createHash } from 'node:crypto';
import { RestoreError } from '../errors';
import type { RestoreScript } from '../script/restore-script';
import type { RestoreRecord } from './record/restore-record';

/** What was asked for. The platform's members aren't part of it: a plain target has them already when a restore goes on. */
export function askedSha256({ members, tables }: RestoreScript): string {
  const asked = {
    members: members.filter(({ group }) => group === 'sql').map(({ number }) => number),
    tables: tables ?? null,
  };
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

/** @throws RestoreError `RESUME_OTHER_PARTS` */
export function refuseOtherParts(record: RestoreRecord, scriptSha256: string): void {
  if (record.scriptSha256 === scriptSha256) return;
  throw new RestoreError(
    'RESUME_OTHER_PARTS',
    'The unfinished restore on the target is of other parts of this archive.',
    'Go on with the same --only as at the beginning.',
    { closedSchemas: record.closedSchemas.map(({ schema }) => schema) },
  );
}
