import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import type { RunStage } from '../../../api/models/run-stage';
import { runStages } from '../pipeline/stages';
import { isOfDestination } from '../pipeline/stopped-at';
import { begunStage, isOfCopy } from './stage-of-line';
import { summaryOf } from './summary-of';

export type GroupState = 'waiting' | 'running' | 'done' | 'failed' | 'stopped';

/** The lines of one stage of the last attempt, or of a whole earlier one. */
export interface LogGroup {
  readonly id: string;
  readonly title: string;
  readonly state: GroupState;
  readonly lines: readonly RunLogLineDto[];
  readonly summary: string;
  /** Null: nobody measured it. */
  readonly seconds: number | null;
}

export const stageTitles: Readonly<Record<RunStage, string>> = {
  connect: $localize`Connect`,
  snapshot: $localize`Snapshot`,
  roles: $localize`Roles`,
  schema: $localize`Schema`,
  data: $localize`Rows`,
  finish: $localize`After the rows`,
  commit: $localize`Store`,
};

/** The log as it is shown: what each stage said, also of those that are still to come. */
export function groupLog(
  lines: readonly RunLogLineDto[],
  backup: BackupDto,
  progress: BackupProgressDto | null,
): LogGroup[] {
  const attempts = byAttempt(lines);
  const last = attempts.at(-1) ?? [];
  const stages = byStage(last);
  const reached = reachedStage(stages, backup, progress);
  const times = new Map(
    (progress?.stages ?? backup.profile?.stages ?? []).map(({ stage, seconds }) => [stage, seconds]),
  );
  const earlier = attempts.slice(0, -1).map(attemptGroup);
  if (last.length === 0 && reached === null) return earlier;
  const groups = runStages.map((stage): LogGroup => {
    const own = stages.get(stage) ?? [];
    const state = stateOf(stage, own, reached, backup);
    const summary = summaryOf({ stage, state, lines: own, progress, profile: backup.profile, copies: backup.copies });
    return { id: stage, title: stageTitles[stage], state, lines: own, summary, seconds: times.get(stage) ?? null };
  });
  return [...earlier, ...groups];
}

function byAttempt(lines: readonly RunLogLineDto[]): RunLogLineDto[][] {
  const attempts: RunLogLineDto[][] = [];
  for (const line of lines) {
    if (line.code === 'BEGUN' || attempts.length === 0) attempts.push([]);
    attempts.at(-1)?.push(line);
  }
  return attempts;
}

/** A dump that began anew with a new snapshot goes through its stages again: their lines stand together. */
function byStage(lines: readonly RunLogLineDto[]): Map<RunStage, RunLogLineDto[]> {
  const stages = new Map<RunStage, RunLogLineDto[]>();
  let current: RunStage = 'connect';
  for (const line of lines) {
    current = begunStage(line) ?? current;
    const stage = isOfCopy(line) ? 'commit' : current;
    stages.set(stage, [...(stages.get(stage) ?? []), line]);
  }
  return stages;
}

const attemptGroup = (lines: readonly RunLogLineDto[], index: number): LogGroup => ({
  id: `attempt ${index + 1}`,
  title: $localize`Attempt ${index + 1}`,
  state: lines.some(({ level }) => level === 'error') ? 'failed' : 'stopped',
  lines,
  summary: lines.findLast(({ level }) => level !== 'info')?.text ?? lines.at(-1)?.text ?? '',
  seconds: null,
});

/** How far it is, or came. */
function reachedStage(
  stages: ReadonlyMap<RunStage, unknown>,
  { profile, shownStatus }: BackupDto,
  progress: BackupProgressDto | null,
): RunStage | null {
  if (shownStatus === 'finishing') return 'commit';
  if (progress !== null) return progress.stage;
  const known = runStages.filter(
    (stage) =>
      // A copy may fail long before the archive is whole.
      (stage !== 'commit' && stages.has(stage)) || profile?.stages.some((time) => time.stage === stage),
  );
  return known.at(-1) ?? null;
}

function stateOf(
  stage: RunStage,
  lines: readonly RunLogLineDto[],
  reached: RunStage | null,
  { shownStatus, error }: BackupDto,
): GroupState {
  const place = runStages.indexOf(stage) - (reached === null ? -1 : runStages.indexOf(reached));
  const hasError = stage === 'commit' && lines.some(({ level }) => level === 'error');
  switch (shownStatus) {
    case 'running':
    case 'finishing':
      if (hasError) return 'failed';
      return place < 0 ? 'done' : place === 0 ? 'running' : 'waiting';
    case 'complete':
    case 'complete_with_gaps':
    case 'partly_stored':
      return hasError ? 'failed' : 'done';
    case 'queued':
    case 'failed':
      if (hasError) return 'failed';
      if (place < 0) return 'done';
      return place === 0 && !isOfDestination(error?.code ?? '') ? 'failed' : 'stopped';
    case 'cancelled':
    case 'interrupted':
    case 'missed':
      return place < 0 ? 'done' : 'stopped';
  }
}
