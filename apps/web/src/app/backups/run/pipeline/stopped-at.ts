import type { BackupDto } from '../../../api/models/backup-dto';
import type { RunStage } from '../../../api/models/run-stage';
import { isPast, reading, secondsIn } from './stages';

/** Where a run ended before its time. */
export interface StoppedAt {
  readonly part: 'snapshot' | 'dump' | 'destinations';
  /** The stage of the run then. */
  readonly stage: RunStage;
  /** By itself; a cancelled run was stopped. */
  readonly failed: boolean;
  /** After so many seconds in that part. */
  readonly seconds: number;
}

/** Null: it went through, or nobody knows where it was. */
export function stoppedAt({ shownStatus, error, profile }: BackupDto): StoppedAt | null {
  if (shownStatus !== 'failed' && shownStatus !== 'cancelled' && shownStatus !== 'interrupted') return null;
  const last = profile?.stages.at(-1);
  if (profile === null || last === undefined) return null;
  const failed = shownStatus === 'failed';
  const { stage } = last;
  if (stage === 'commit' || (failed && isOfDestination(error?.code ?? '')))
    return { part: 'destinations', stage, failed, seconds: secondsIn(profile.stages, 'commit') };
  if (!isPast(stage, 'snapshot'))
    return { part: 'snapshot', stage, failed, seconds: secondsIn(profile.stages, 'connect', 'snapshot') };
  return { part: 'dump', stage, failed, seconds: secondsIn(profile.stages, ...reading) };
}

/** Codes of stores begin so (docs/errors.md). */
export const isOfDestination = (code: string): boolean => /^(STORAGE|DESTINATION)_/.test(code) || code === 'NOT_STORED';
