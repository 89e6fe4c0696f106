import type { PipelineView } from '../../charts/pipeline/pipeline-view';
import { liveView } from '../../backups/run/pipeline/live-view';
import { recordView } from '../../backups/run/pipeline/record-view';
import { noRates } from '../../backups/run/pipeline/throughput';
import { aBackup, aCopy, aProfile, aProgress, MiB } from '../../backups/testing/backups';

const copies = [
  aCopy({ id: 'local' }),
  aCopy({ id: 'cloud', destinationName: 'Nextcloud', destinationId: 'destination-2' }),
  aCopy({ id: 'r2', destinationName: 'R2 stowbase-eu', destinationId: 'destination-3' }),
];
const running = aBackup({ status: 'running', shownStatus: 'running', profile: null, finishedAt: null, copies });
const progress = aProgress({
  copies: [
    ...aProgress().copies,
    { copyId: 'r2', name: 'R2 stowbase-eu', status: 'uploading', storedBytes: 9.5 * MiB },
  ],
});
const uploads = new Map([
  ['local', 1.6 * MiB],
  ['cloud', 1.5 * MiB],
  ['r2', 1.6 * MiB],
]);
const rates = { ...noRates, raw: 14.3 * MiB, archive: 1.6 * MiB, copies: uploads, slower: 'dump' } as const;

/** A run that ended before its rows were read. */
export const failedRun = aBackup({
  status: 'failed',
  shownStatus: 'failed',
  storedBytes: null,
  sha256: null,
  copies: copies.map((copy) => ({ ...copy, status: 'failed', key: null, size: null, sha256: null, storedAt: null })),
  profile: aProfile({
    stages: [
      { stage: 'connect', seconds: 0.5 },
      { stage: 'snapshot', seconds: 0.5 },
      { stage: 'roles', seconds: 1 },
      { stage: 'schema', seconds: 1 },
      { stage: 'data', seconds: 31 },
    ],
    tablesDone: 31,
    waitedForArchive: null,
    waitedForDump: null,
  }),
  error: {
    code: 'CONNECTION_LOST',
    text: 'The database ended the connection.',
    nextStep: 'Look whether it was restarted, then back up again.',
  },
});

export const pipelines: readonly { readonly name: string; readonly view: PipelineView }[] = [
  { name: 'live', view: liveView(running, progress, rates) },
  {
    name: 'stalled',
    view: liveView(running, progress, {
      ...rates,
      copies: new Map(uploads).set('cloud', 0),
      quiet: new Map([['cloud', 34]]),
    }),
  },
  { name: 'as a record', view: recordView(aBackup({ copies })) },
  { name: 'failed', view: recordView(failedRun) },
];
