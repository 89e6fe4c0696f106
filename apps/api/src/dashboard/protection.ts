import type { Schedule } from '../scheduler/schedule.entity';
import { promisedHours, type PromisedRule } from './promised-hours';

/** What people are shown of a project (ux.md §4). "Unknown" is said by the page, when it has had no news for too long. */
export const projectStates = ['protected', 'at_risk', 'not_protected', 'not_set_up', 'paused'] as const;
export type ProjectState = (typeof projectStates)[number];

export const reasonCodes = [
  'NO_GOOD_BACKUP',
  'TOO_OLD',
  'LATE',
  'LAST_RUN_FAILED',
  'LAST_RUN_MISSED',
  'GAPS',
  'COPY_MISSING',
  'NO_BACKUP_YET',
  'SCHEDULES_OFF',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Why a project is not plainly protected: a stable code and one sentence. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
  /** The backup that it is about. */
  readonly backupId: string | null;
  /** The destination that it is about. */
  readonly destinationId: string | null;
}

/** What a project is judged by. */
export interface Facts {
  readonly now: Date;
  readonly schedules: readonly (PromisedRule & Pick<Schedule, 'enabled' | 'type'>)[];
  /** The newest complete backup of everything that lies somewhere. */
  readonly lastGood: {
    readonly id: string;
    readonly at: Date;
    readonly gaps: readonly { readonly component: string }[];
    readonly copies: readonly {
      readonly destinationId: string | null;
      readonly name: string;
      readonly status: string;
    }[];
  } | null;
  /** The newest backup that has ended, cancelled ones aside. */
  readonly lastEnded: { readonly id: string; readonly status: string; readonly errorText: string | null } | null;
}

export interface Protection {
  readonly state: ProjectState;
  readonly reasons: readonly Reason[];
}

/** A run may take so long before it is called late. Hours. */
const running = 2;
/** Without a schedule nothing was promised; a week without a backup is no protection all the same. Hours. */
const unscheduledLimit = 7 * 24;

/**
 * Never greener than the facts. At risk: the last good backup is older than promised and two hours, has gaps, lacks a copy, or the last run
 * ended badly. Not protected: there is none, or it is older than twice what was promised and a day.
 */
export function protectionOf(facts: Facts): Protection {
  const { schedules, lastGood, lastEnded, now } = facts;
  const enabled = schedules.filter((schedule) => schedule.enabled);
  // Only a backup of everything is a good one; a schedule of anything less promises none.
  const full = enabled.filter(({ type }) => type === 'full');
  const failure = failureOf(lastEnded);
  if (schedules.length > 0 && enabled.length === 0)
    return { state: 'paused', reasons: [reason('SCHEDULES_OFF', 'Its schedules are switched off.')] };
  if (lastGood === null) {
    if (failure === null) return { state: 'not_set_up', reasons: [reason('NO_BACKUP_YET', 'It has no backup yet.')] };
    return { state: 'not_protected', reasons: [reason('NO_GOOD_BACKUP', 'It has no good backup.'), failure] };
  }
  const promised = promisedHours(full);
  const limit = full.length === 0 ? unscheduledLimit : 2 * promised + 24;
  const age = (now.getTime() - lastGood.at.getTime()) / 3_600_000;
  const about = { backupId: lastGood.id };
  const reasons = failure === null ? [] : [failure];
  if (age > limit) {
    const tooOld = reason('TOO_OLD', `The last good backup is more than ${words(limit)} old.`, about);
    return { state: 'not_protected', reasons: [tooOld, ...reasons] };
  }
  if (age > promised + running)
    reasons.push(reason('LATE', `The last good backup is more than ${words(promised)} old.`, about));
  reasons.push(...lacksOf(lastGood));
  return { state: reasons.length === 0 ? 'protected' : 'at_risk', reasons };
}

function* lacksOf({ id, gaps, copies }: NonNullable<Facts['lastGood']>): Generator<Reason> {
  const names = gaps.map(({ component }) => component).join(', ');
  if (gaps.length > 0)
    yield reason('GAPS', `The last good backup lacks what it should hold: ${names}.`, { backupId: id });
  for (const { status, name, destinationId } of copies)
    if (status !== 'stored' && status !== 'delivered')
      yield reason('COPY_MISSING', `The last good backup is not at ${name}.`, { backupId: id, destinationId });
}

function failureOf(lastEnded: Facts['lastEnded']): Reason | null {
  if (lastEnded === null || lastEnded.status === 'succeeded') return null;
  const about = { backupId: lastEnded.id };
  return lastEnded.status === 'missed'
    ? reason('LAST_RUN_MISSED', lastEnded.errorText ?? 'The last backup was missed.', about)
    : reason('LAST_RUN_FAILED', lastEnded.errorText ?? 'The last backup failed.', about);
}

const reason = (
  code: ReasonCode,
  text: string,
  about: Partial<Pick<Reason, 'backupId' | 'destinationId'>> = {},
): Reason => ({
  code,
  text,
  backupId: null,
  destinationId: null,
  ...about,
});

function words(hours: number): string {
  if (hours % 24 === 0 && hours > 24) return `${hours / 24} days`;
  return hours < 2 ? `${Math.round(hours * 60)} minutes` : `${Math.round(hours)} hours`;
}
