import type { Progress } from '@stowbase/dump';
import type { JobState } from '../progress/progress-line';

const LABELS: Readonly<Record<Progress['stage'], string>> = {
  connect: 'Connecting',
  snapshot: 'Taking the snapshot',
  roles: 'Saving roles',
  schema: 'Saving the schema',
  data: 'Saving rows',
  finish: 'Finishing',
};

/** The dump's progress in the words of the progress line; bytes are SQL before compression. */
export function jobStateOf(now: Progress): JobState {
  const tables = now.tablesTotal > 0 ? `${now.tablesDone}/${now.tablesTotal} tables` : '';
  const detail = [tables, now.table ?? ''].filter((part) => part !== '').join('  ');
  return { label: LABELS[now.stage], doneBytes: now.rawBytes, totalBytes: now.estimatedRawBytes, detail };
}
