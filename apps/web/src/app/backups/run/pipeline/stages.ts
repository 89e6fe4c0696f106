import type { BackupOptionsDto } from '../../../api/models/backup-options-dto';
import type { RunStage } from '../../../api/models/run-stage';
import type { StageTimeDto } from '../../../api/models/stage-time-dto';

/** In the order in which a run goes through them. */
export const runStages = [
  'connect',
  'snapshot',
  'roles',
  'schema',
  'data',
  'finish',
  'commit',
] as const satisfies readonly RunStage[];

/** Whether a run that is at `stage` has `other` behind it. */
export const isPast = (stage: RunStage, other: RunStage): boolean =>
  runStages.indexOf(stage) > runStages.indexOf(other);

/** Seconds from the beginning of the first stage to the end of the last of these. */
export const secondsIn = (stages: readonly StageTimeDto[], ...wanted: RunStage[]): number =>
  stages.filter(({ stage }) => wanted.includes(stage)).reduce((sum, { seconds }) => sum + seconds, 0);

/** While these run, one snapshot is held and everything is read from it. */
export const reading = ['roles', 'schema', 'data', 'finish'] as const satisfies readonly RunStage[];

/** The titles of the boxes. */
export const boxTitles = {
  snapshot: $localize`Snapshot`,
  dump: $localize`Dump`,
  scan: $localize`Scan`,
  compress: $localize`Compress`,
  encrypt: $localize`Encrypt`,
} as const;

export type StageBox = keyof typeof boxTitles;

/** `9.0 : 1, zstd`; without a ratio the method alone. */
export function ratio(raw: number, archive: number, { compression }: BackupOptionsDto): string {
  const method = compression ?? 'zstd';
  return archive > 0 && raw > archive ? `${(raw / archive).toFixed(1)} : 1, ${method}` : method;
}
