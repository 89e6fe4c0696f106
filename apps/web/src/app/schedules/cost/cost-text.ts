import type { CostEstimateDto } from '../../api/models/cost-estimate-dto';

export interface CostText {
  readonly isOver: boolean;
  /** `Egress ≈ 61 GB a month, your plan includes 250 GB.` */
  readonly main: string;
  readonly more: string;
}

/** What a schedule reads in a month beside what the plan includes. Plans count in decimal gigabytes, and so does this. */
export function costText(cost: CostEstimateDto): CostText {
  const { egressPerMonth, egressOfOthers, quotaBytes, overQuota } = cost;
  if (egressPerMonth === null)
    return {
      isOver: false,
      main: $localize`Egress: not known before the first backup.`,
      more: $localize`${cost.runsPerMonth}:count: runs a month.`,
    };
  const total = gigabytes(egressPerMonth + egressOfOthers);
  const includes = quotaBytes === null ? '' : $localize`, plan includes ${gigabytes(quotaBytes)}:quota:`;
  return {
    isOver: overQuota,
    main: $localize`Egress ≈ ${total}:total: a month${includes}:quota:.`,
    more: moreOf(cost),
  };
}

function moreOf({
  egressOfOthers,
  egressPerMonth,
  quotaBytes,
  overQuota,
  runsPerMonth,
  storedBytes,
  kept,
}: CostEstimateDto): string {
  const parts: string[] = [];
  if (egressOfOthers > 0)
    parts.push($localize`Of that ${gigabytes(egressOfOthers)}:others: by other schedules of the project.`);
  if (overQuota && egressPerMonth !== null && quotaBytes !== null) {
    const fits = Math.floor(((quotaBytes - egressOfOthers) / egressPerMonth) * runsPerMonth);
    parts.push(
      fits >= 1
        ? $localize`${fits}:fits: of its ${runsPerMonth}:count: runs a month fit.`
        : $localize`Not even one run a month fits.`,
    );
  }
  if (storedBytes !== null && kept !== null)
    parts.push(
      $localize`In the long run ${kept}:kept: backups at each destination, ≈ ${gigabytes(storedBytes)}:stored: in all.`,
    );
  return parts.join(' ');
}

/** `61 GB`, `0.4 GB`, `4.4 TB` */
export function gigabytes(bytes: number): string {
  const value = bytes / 1e9;
  if (value >= 1_000) return `${(value / 1_000).toFixed(1)} TB`;
  if (value >= 10) return `${Math.round(value)} GB`;
  return value < 0.05 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${value.toFixed(1)} GB`;
}
