import type { Manifest } from '@stowbase/archive';
import { backupTypes } from '../../backups/backup.entity';
import type { ReadArchive } from './read-archive';

/** Ids of backups as we make them; they become a key of the records and a part of addresses. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const slug = /^[a-z0-9-]{1,40}$/;
/** As many digits as a key has for it. */
const mostAttempts = 999_999_999;
/** Times of four digits of a year: others are shown and compared wrong. */
const [firstYear, lastYear] = [2000, 9999];

/**
 * What a manifest says of its backup that none of ours says, as the end of a sentence; null: nothing. Whoever may write to a destination can
 * forge one, and the reader of archives takes what fits their format: it doesn't keep it.
 */
export function strangeClaim(manifest: Manifest): string | null {
  const { backupId, attempt, projectSlug, createdAt, snapshotAt, finishedAt } = manifest;
  if (!uuid.test(backupId)) return 'its id is none';
  if (attempt < 1 || attempt > mostAttempts) return 'its attempt has no such number';
  if (!slug.test(projectSlug)) return 'its project has no such short name';
  if ([createdAt, snapshotAt, finishedAt].some((text) => !isTime(text))) return 'one of its times is none';
  return null;
}

function isTime(text: string): boolean {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return false;
  return at.getUTCFullYear() >= firstYear && at.getUTCFullYear() <= lastYear;
}

/** Zero bytes and halves of characters, escaped in JSON: PostgreSQL keeps neither. */
const unkeepable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** What the records take, whichever engine keeps them. */
export function canBeKept({ type, project, gaps, summary }: Omit<ReadArchive, 'is' | 'object' | 'manifest'>): boolean {
  const { name, ref, database } = project;
  return (
    backupTypes.includes(type) &&
    typeof name === 'string' &&
    [ref, database].every((text) => text === null || typeof text === 'string') &&
    !unkeepable.test(JSON.stringify([project, gaps, summary]))
  );
}
