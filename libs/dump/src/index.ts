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
export { runBackup } from './run-backup';
