import type { JudgedSet } from '../judge';
import type { CopyFacts } from '../plan/copy-facts';
import { endsAt, forecast, type Forecast } from '../plan/forecast';
import type { PlannedCopy } from '../plan/plan';
import { hard, soft, type Reason } from '../plan/reason';
import type { SetCopy } from '../sets/retention-set';
import type { KeptWhole } from '../sets/rules-of-sets';
import type { RetentionDotDto, RetentionSetDto, RetentionSimulationDto } from './preview.dto';
import { monthsAfter } from './slots-ahead';

/** Dots that one reply has of a set at most. */
const mostDots = 1_000;
const mostSimulated = 500;

export const keptWhole: Readonly<Record<KeptWhole, Reason>> = {
  keep_all: soft('keep_all', 'no rule deletes what was asked for by hand'),
  unassigned: soft('unassigned', 'found at its destination, and not assigned to a schedule yet'),
  no_schedule: soft('no_schedule', 'its schedule was deleted, and its rule with it'),
  no_delete: hard('no_delete', 'Stowbase deletes nothing at its destination'),
};
export const refusedReason = soft('refused', 'somebody refused to delete it');

/** A copy of today with what becomes of it. */
export interface Fate {
  readonly copy: SetCopy;
  readonly reasons: readonly Reason[];
  readonly fate: RetentionDotDto['fate'];
  readonly deletesAt: Date | null;
}

/** Of each copy of a set, the newest first. */
export function fatesOf(judged: JudgedSet, ahead: Forecast<SetCopy> | null, now: Date): Fate[] {
  const { plan, rule, refused, cause } = judged;
  if (plan === null) {
    const reasons = rule.rule === null ? [keptWhole[rule.kept]] : [];
    return [...judged.set.copies]
      .sort((a, b) => b.at - a.at)
      .map((copy) => ({ copy, reasons, fate: 'kept', deletesAt: null }));
  }
  return plan.copies.map((one): Fate => {
    const { copy, goes } = one;
    if (goes === null) return { copy, reasons: one.reasons, fate: 'kept', deletesAt: goesAt(one, ahead) };
    if (refused.has(copy.id)) return { copy, reasons: [refusedReason], fate: 'kept', deletesAt: null };
    if (cause !== null) return { copy, reasons: [], fate: 'waits', deletesAt: null };
    return { copy, reasons: [], fate: 'goes', deletesAt: now };
  });
}

function goesAt(one: PlannedCopy, ahead: Forecast<SetCopy> | null): Date | null {
  const at = ahead === null ? endsAt(one) : (ahead.goesAt.get(one.copy.id) ?? null);
  return at === null ? null : new Date(at);
}

/** What the months to come bring, if the set has a rule. */
export const forecastOf = (
  { set, rule }: JudgedSet,
  slots: readonly number[] | null,
  now: Date,
): Forecast<SetCopy> | null =>
  rule.rule === null || slots === null
    ? null
    : forecast(
        { copies: set.copies, rule: rule.rule, zone: rule.zone, now: now.getTime() },
        slots,
        usualSize(set.copies),
      );

/** Of the last five good ones. */
function usualSize(copies: readonly SetCopy[]): number {
  const last = copies
    .filter(({ good }) => good)
    .sort((a, b) => b.at - a.at)
    .slice(0, 5);
  return last.length === 0 ? 0 : Math.round(last.reduce((sum, { size }) => sum + size, 0) / last.length);
}

export function toSetDto(
  judged: JudgedSet,
  ahead: Forecast<SetCopy> | null,
  destinationName: string | null,
  now: Date,
): RetentionSetDto {
  const { id, copies } = judged.set;
  return {
    key: id.key,
    kind: id.kind,
    destinationId: destinationName === null ? null : id.destinationId,
    destinationName,
    type: id.type,
    dots: fatesOf(judged, ahead, now).slice(0, mostDots).map(toDot),
    copies: copies.length,
    bytes: bytesOf(copies),
    wouldDelete: judged.deletable.length,
    wouldDeleteBytes: bytesOf(judged.deletable),
    overBudget: judged.plan?.overBudget ?? false,
    simulation: ahead === null ? null : toSimulation(ahead, now),
  };
}

export const bytesOf = (copies: readonly CopyFacts[]): number => copies.reduce((sum, { size }) => sum + size, 0);

const toDot = ({ copy, reasons, fate, deletesAt }: Fate): RetentionDotDto => ({
  copyId: copy.id,
  backupId: copy.backupId,
  at: new Date(copy.at),
  size: copy.size,
  good: copy.good,
  locked: copy.locked,
  fate,
  reasons: reasons.map(toReason),
  deletesAt,
});

export const toReason = ({ code, hard, text }: Reason): { code: Reason['code']; hard: boolean; text: string } => ({
  code,
  hard,
  text,
});

function toSimulation({ points, left, goesAt }: Forecast<SetCopy>, now: Date): RetentionSimulationDto {
  const until = new Date(points.at(-1)?.at ?? now);
  const ends = Array.from({ length: 12 }, (_, month) => monthsAfter(now, month + 1));
  const monthly = ends.flatMap((end) => points.findLast(({ at }) => at <= end.getTime()) ?? []);
  const kept = [...new Set(monthly)];
  return {
    until,
    points: kept.map(({ at, copies, bytes }) => ({ at: new Date(at), copies, bytes })),
    dots: left.slice(0, mostSimulated).map((one): RetentionDotDto => {
      const { copy, reasons } = one;
      const real = 'simulated' in copy ? null : copy;
      const at = goesAt.get(copy.id);
      return {
        copyId: real?.id ?? null,
        backupId: real?.backupId ?? null,
        at: new Date(copy.at),
        size: copy.size,
        good: copy.good,
        locked: copy.locked,
        fate: 'kept',
        reasons: reasons.map(toReason),
        deletesAt: at === undefined ? null : new Date(at),
      };
    }),
  };
}
