import { RestoreError } from '../../errors';
import { recordSchema } from './record-schema';
import type { ArchiveIdentity, RestoreRecord } from './restore-record';

export interface Resumption extends ArchiveIdentity {
  readonly resume: boolean;
}

/**
 * Whether a restore may begin, or go on, on a target with this record (or none). Asked before anything is planned: a target with an
 * unfinished restore has objects, and that alone would say too little.
 * @throws RestoreError `RESTORE_OTHER_ARCHIVE`, `RESTORE_UNFINISHED`, `RESUME_NOTHING`
 */
export function refuseUnfinished(record: RestoreRecord | null, asked: Resumption): void {
  if (record === null) {
    if (!asked.resume) return;
    throw new RestoreError(
      'RESUME_NOTHING',
      'The target has no unfinished restore to go on with.',
      'Restore without --resume.',
    );
  }
  const closedSchemas = record.closedSchemas.map(({ schema }) => schema);
  if (record.backupId !== asked.backupId || record.fileSha256 !== asked.fileSha256) {
    throw new RestoreError(
      'RESTORE_OTHER_ARCHIVE',
      `The target has an unfinished restore of another archive (backup ${record.backupId}, begun ${record.startedAt}). ${closedText(closedSchemas)}`,
      `Go on with that archive and --resume, or drop what it restored together with the schema ${recordSchema} and begin anew.`,
      { closedSchemas },
    );
  }
  if (asked.resume) return;
  throw new RestoreError(
    'RESTORE_UNFINISHED',
    `A restore of this archive, begun ${record.startedAt}, is unfinished: ${doneText(record)} ${closedText(closedSchemas)}`,
    `Go on with --resume, or drop what it restored together with the schema ${recordSchema} and begin anew.`,
    { closedSchemas },
  );
}

/** `The schemas a, b stay closed: …`; for the end of a message. */
export function closedText(schemas: readonly string[]): string {
  if (schemas.length === 0) return 'No schema is closed.';
  return schemas.length === 1
    ? `The schema ${schemaNames(schemas)} stays closed: the API can't see what is in it.`
    : `The schemas ${schemaNames(schemas)} stay closed: the API can't see what is in them.`;
}

export function schemaNames(schemas: readonly string[]): string {
  const names = schemas.slice(0, shownSchemas).map((schema) => JSON.stringify(schema));
  const more = schemas.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}

const shownSchemas = 20;

function doneText({ done, phase }: RestoreRecord): string {
  const count = (step: string): number => [...done].filter((key) => key.startsWith(`${step} `)).length;
  const rows = `${count('rows') === 1 ? '1 member' : `${count('rows')} members`} of rows`;
  switch (phase) {
    case 'rows':
      return `the definitions and ${rows} are restored.`;
    case 'keys':
      return `the definitions, all rows and ${count('key')} of the indexes and constraints are restored.`;
    case 'finish':
      return 'everything is restored but privileges, and what the last step brings.';
  }
}
