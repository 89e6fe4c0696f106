import { ArchiveError, type VerifyReport } from '@stowbase/archive';
import { count, plain } from '../words';

/** What is damaged by name; nothing of it was published. */
export function damagedOnTheWay({ damaged }: VerifyReport): ArchiveError {
  const lines = damaged.map(
    ({ member, table, start, end, reason }) =>
      `${plain(member)}${table === null ? '' : ` (table ${plain(table)})`}, bytes ${start} to ${end}: ${plain(reason)}`,
  );
  return new ArchiveError(
    'damaged',
    `The archive is damaged in ${count(damaged.length, 'member')}, so it was not copied.`,
    'Use another copy or another backup; "stowbase extract --salvage" writes out the members that still check.',
    { detail: lines.join('\n') },
  );
}
