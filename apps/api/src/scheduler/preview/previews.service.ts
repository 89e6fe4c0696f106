import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import { Projects } from '../../projects/projects.service';
import { defaultRule } from '../../retention/rule';
import { checkTiming, type CheckedTiming } from '../cron/check-timing';
import { clockChange } from '../cron/clock-change';
import { localText, localTime, offsetText } from '../cron/local-time';
import { CostEstimates } from '../cost/cost-estimates.service';
import type { CostEstimateDto } from '../cost/cost.dto';
import { runsPerMonth } from '../cost/runs-per-month';
import type { Slot, SlotRule } from '../slots/slots';
import type { PreviewRunDto, PreviewScheduleDto, SchedulePreviewDto } from './preview.dto';

/** What a schedule would do, before it is saved. */
@Injectable()
export class Previews {
  constructor(
    private readonly database: Database,
    private readonly projects: Projects,
    private readonly costs: CostEstimates,
    @Inject(CONFIG) private readonly config: Pick<Config, 'minScheduleMinutes'>,
  ) {}

  /** @throws ApiError those of `checkTiming`, `PROJECT_NOT_FOUND` */
  async of(dto: PreviewScheduleDto): Promise<SchedulePreviewDto> {
    const now = await this.database.now();
    const rule: SlotRule = { cron: dto.cron, timeZone: dto.timeZone, blackout: dto.blackout ?? [] };
    const timing = { ...rule, jitterSeconds: dto.jitterSeconds ?? 0 };
    const checked = checkTiming(timing, this.config.minScheduleMinutes, now);
    const slots = nextSlots(checked, now, dto.count ?? 10);
    const { day, weekday } = checked.fields;
    return {
      runs: slots.map((slot) => toRun(slot, checked, rule.timeZone)),
      inBlackout: inBlackout(checked, rule, now, slots),
      eitherDay: day.text !== '*' && weekday.text !== '*',
      smallestGapSeconds: Number.isFinite(checked.smallestGapMs) ? checked.smallestGapMs / 1000 : null,
      runsPerMonth: runsPerMonth(rule, now),
      cost: await this.costOf(dto, rule, now),
    };
  }

  private async costOf(dto: PreviewScheduleDto, rule: SlotRule, now: Date): Promise<CostEstimateDto | null> {
    if (dto.projectId === undefined) return null;
    const question = {
      project: await this.projects.get(dto.projectId.toLowerCase()),
      scheduleId: dto.scheduleId?.toLowerCase() ?? null,
      rule,
      type: dto.type ?? 'full',
      retention: dto.retention ?? defaultRule,
      destinations: dto.destinationIds?.length ?? 1,
      plan: dto.plan,
      quotaBytes: dto.quotaBytes ?? null,
    };
    return this.costs.of(question, now);
  }
}

function nextSlots({ slots }: CheckedTiming, now: Date, count: number): Slot[] {
  const found: Slot[] = [];
  for (let slot = slots.next(now); slot !== null && found.length < count; slot = slots.next(slot.at)) found.push(slot);
  return found;
}

function toRun({ at, movedFrom }: Slot, { fields }: CheckedTiming, zone: string): PreviewRunDto {
  const local = localTime(at, zone);
  const change = movedFrom === null ? clockChange(at, fields, zone) : { dst: null, intended: null, runsTwice: false };
  return {
    at,
    local: localText(local),
    offset: offsetText(local),
    weekday: local.weekday,
    ...change,
    movedFrom,
    movedFromLocal: movedFrom && localText(localTime(movedFrom, zone)),
  };
}

/** More are not counted. */
const mostCounted = 2_000;

/** Times by the rule up to the last run shown that are no runs of their own. */
function inBlackout({ slots }: CheckedTiming, { blackout }: SlotRule, now: Date, shown: readonly Slot[]): number {
  const last = shown.at(-1)?.at;
  if (blackout.length === 0 || last === undefined) return 0;
  const own = new Set(shown.map(({ at }) => at.getTime()));
  let inside = 0;
  let at = slots.nextByRule(now);
  for (let n = 0; n < mostCounted && at !== null && at <= last; n += 1, at = slots.nextByRule(at))
    if (!own.has(at.getTime())) inside += 1;
  return inside;
}
