import type { Progress } from '@stowbase/dump';
import type { JobState } from '../progress/progress-line';
import { size } from '../words';
import type { CopyProgress } from './targets/copies';

const LABELS: Readonly<Record<Progress['stage'], string>> = {
  connect: 'Connecting',
  snapshot: 'Taking the snapshot',
  roles: 'Saving roles',
  schema: 'Saving the schema',
  data: 'Saving rows',
  finish: 'Finishing',
};

/**
 * The dump's progress in the words of the progress line; bytes are SQL before compression.
 * @param copies what each place has taken; nothing is said of a single one
 */
export function jobStateOf(now: Progress, copies: readonly CopyProgress[] = []): JobState {
  const tables = now.tablesTotal > 0 ? `${now.tablesDone}/${now.tablesTotal} tables` : '';
  const detail = [tables, copiesText(copies), now.table ?? ''].filter((part) => part !== '').join('  ');
  return { label: LABELS[now.stage], doneBytes: now.rawBytes, totalBytes: now.estimatedRawBytes, detail };
}

/** After END: the archive is published and read back. */
export function publishingState(copies: readonly CopyProgress[]): JobState {
  return { label: 'Storing', doneBytes: 0, totalBytes: null, detail: copiesText(copies) };
}

/** `s3: 40 MB, /backups 41 MB, nextcloud: not stored`. */
function copiesText(copies: readonly CopyProgress[]): string {
  if (copies.length < 2) return '';
  return copies.map(({ place, status, sentBytes }) => `${place} ${WORDS[status] ?? size(sentBytes)}`).join(', ');
}

const WORDS: Readonly<Record<CopyProgress['status'], string | null>> = {
  uploading: null,
  stored: 'stored',
  failed: 'not stored',
};
