import { archiveFormat } from '@stowbase/archive';
import {
  runBackup,
  sizeHintOf,
  type BackupRequest,
  type BackupResult,
  type Progress,
  type Stage,
} from '@stowbase/dump';
import type { CurrentRun } from './current-run';
import type { ArchiveName } from './run-copy';
import type { RunUploads } from './run-uploads';
import { stageTexts } from './stage-texts';
import { crashPoint } from '../../lifecycle/crash-point';

/** The dump of one run, into its uploads. Resolves when END was handed to them; nothing is published yet. */
export function dumpInto(
  run: CurrentRun,
  wanted: Omit<BackupRequest, 'openOutput'>,
  archive: ArchiveName,
  uploads: RunUploads,
  onFirstMember: () => void,
): Promise<BackupResult> {
  const { log, progress } = run;
  let stage: Stage | null = null;
  const onProgress = (now: Progress): void => {
    progress.update(now);
    if (now.stage !== stage) log.info('STAGE', stageTexts[now.stage]);
    stage = now.stage;
    if (now.rawBytes > 0) onFirstMember();
  };
  return runBackup({
    ...wanted,
    signal: run.signal,
    onProgress,
    onWarning: ({ code, text, object }) =>
      log.warning(code, object === undefined || text.includes(object) ? text : `${object}: ${text}`),
    openOutput: async ({ restart, estimatedRawBytes }) => {
      crashPoint('run/snapshot');
      const sink = await uploads.begin({
        archive,
        restart,
        sizeHint: sizeHintOf(estimatedRawBytes),
        metadata: { 'backup-id': wanted.backupId, 'original-filename': archive.fileName, format: archiveFormat },
      });
      progress.writingTo(uploads.meters, restart);
      return sink;
    },
  });
}
