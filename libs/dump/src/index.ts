export { DumpError, type DumpErrorKind } from './errors';
export type {
  BackupRequest,
  BackupResult,
  BackupType,
  Gap,
  OutputSink,
  Progress,
  Stage,
  StageTimes,
  Warning,
} from './request';
export { limitName, limitsToTell, type LimitToTell } from './limits-to-tell';
export { sizeHintOf } from './estimated-bytes';
export { runBackup } from './run-backup';
export { gapsOf } from './coverage';
