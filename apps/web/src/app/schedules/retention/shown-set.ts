import type { KeptReasonCode } from '../../api/models/kept-reason-code';
import type { RetentionDotDto } from '../../api/models/retention-dot-dto';
import type { RetentionRuleDto } from '../../api/models/retention-rule-dto';
import type { ChartRows } from '../../charts/card/chart-table';
import { bytes } from '../../format/bytes';
import { moment } from '../../format/moment';
import { laneNames, type Lane, type LaneName, type LineBackup } from './line/line-backup';

const laneOf: Partial<Record<KeptReasonCode, LaneName>> = {
  keep_last: 'last',
  keep_days: 'days',
  hourly: 'hourly',
  daily: 'daily',
  weekly: 'weekly',
  monthly: 'monthly',
  yearly: 'yearly',
};

const laneTitles: Readonly<Record<LaneName, string>> = {
  last: $localize`Newest`,
  days: $localize`Days`,
  hourly: $localize`Hourly`,
  daily: $localize`Daily`,
  weekly: $localize`Weekly`,
  monthly: $localize`Monthly`,
  yearly: $localize`Yearly`,
  always: $localize`Kept anyway`,
  gone: $localize`Would be deleted`,
};

export interface Shown {
  readonly backups: readonly LineBackup[];
  readonly lanes: readonly Lane[];
  readonly label: string;
  readonly table: ChartRows;
}

/** Copies of one set as the line and its table show them. @param now years are told where they differ from this one's */
export function shownSet(dots: readonly RetentionDotDto[], rule: RetentionRuleDto, zone: string, now: Date): Shown {
  const backups = dots.map((dot, n): LineBackup => {
    const at = new Date(dot.at);
    return {
      id: dot.copyId ?? `to-come-${n}`,
      at,
      lanes: lanesOf(dot),
      text: `${moment(at, now, zone)} · ${whyText(dot, zone, now)}`,
      isLocked: dot.reasons.some(({ code }) => code === 'min_keep'),
    };
  });
  const counts = countsOf(rule);
  const used = laneNames.filter((name) => (counts[name] ?? 0) > 0 || backups.some(({ lanes }) => lanes.includes(name)));
  return {
    backups,
    lanes: used.map((name) => ({ name, title: laneTitles[name], count: counts[name] ?? null })),
    label: labelOf(dots),
    table: tableOf(dots, zone, now),
  };
}

const isGone = ({ fate }: RetentionDotDto): boolean => fate !== 'kept';

function lanesOf(dot: RetentionDotDto): readonly LaneName[] {
  if (isGone(dot)) return ['gone'];
  const lanes = dot.reasons.flatMap(({ code }) => laneOf[code] ?? []);
  return lanes.length === 0 ? ['always'] : lanes;
}

/** Why it is kept and until when; or that nothing keeps it. */
function whyText(dot: RetentionDotDto, zone: string, now: Date): string {
  if (isGone(dot)) return $localize`nothing keeps it: would be deleted`;
  const reasons = dot.reasons.map(({ text }) => text).join('; ');
  return dot.deletesAt === null
    ? reasons
    : $localize`${reasons}:reasons:; will be deleted on ${moment(new Date(dot.deletesAt), now, zone)}:when:`;
}

const countsOf = ({
  keepLast,
  keepDays,
  hourly,
  daily,
  weekly,
  monthly,
  yearly,
}: RetentionRuleDto): Partial<Record<LaneName, number>> => ({
  last: keepLast,
  days: keepDays,
  hourly,
  daily,
  weekly,
  monthly,
  yearly,
});

function labelOf(dots: readonly RetentionDotDto[]): string {
  const gone = dots.filter(isGone).length;
  return $localize`${dots.length}:count: backups: ${dots.length - gone}:kept: kept, ${gone}:gone: would be deleted`;
}

const tableOf = (dots: readonly RetentionDotDto[], zone: string, now: Date): ChartRows => ({
  columns: [$localize`Backup`, $localize`Kept because`, $localize`Size`],
  rows: dots.map((dot) => [moment(new Date(dot.at), now, zone), whyText(dot, zone, now), bytes(dot.size)]),
});
