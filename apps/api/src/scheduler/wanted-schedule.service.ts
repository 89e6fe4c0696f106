import { Inject, Injectable } from '@nestjs/common';
import type { Backup } from '../backups/backup.entity';
import { CONFIG, type Config } from '../config/config';
import { cleanName } from '../names/names';
import { mergeOptions } from '../projects/merge-options';
import { Projects } from '../projects/projects.service';
import { defaultRule } from '../retention/rule';
import { Destinations } from '../storage/destinations.service';
import { CostEstimates } from './cost/cost-estimates.service';
import { checkTiming } from './cron/check-timing';
import { presets } from './presets';
import type { CreateScheduleDto, UpdateScheduleDto } from './save-schedule.dto';
import type { Schedule } from './schedule.entity';
import { fail } from './schedules.errors';

/** What people say of a schedule, as it is stored. */
export type WantedSchedule = Pick<
  Schedule,
  | 'name'
  | 'projectId'
  | 'destinationIds'
  | 'type'
  | 'options'
  | 'cron'
  | 'timeZone'
  | 'jitterSeconds'
  | 'graceSeconds'
  | 'overlap'
  | 'blackout'
  | 'maxRunSeconds'
  | 'retention'
  | 'plan'
  | 'quotaBytes'
>;

/** From what is asked to what is stored: checked, and what is left out filled in. */
@Injectable()
export class WantedSchedules {
  constructor(
    private readonly projects: Projects,
    private readonly destinations: Destinations,
    private readonly costs: CostEstimates,
    @Inject(CONFIG) private readonly config: Pick<Config, 'minScheduleMinutes'>,
  ) {}

  /**
   * @param before the schedule that is changed; null: a new one
   * @throws ApiError those of `checkTiming` and of destinations, `PROJECT_NOT_FOUND`, `INVALID_INPUT`, `SCHEDULE_OVER_QUOTA`
   */
  async of(
    dto: CreateScheduleDto | (UpdateScheduleDto & { readonly projectId: string }),
    before: Schedule | null,
    now: Date,
  ): Promise<WantedSchedule> {
    const project = await this.projects.get(dto.projectId.toLowerCase());
    const cron = dto.cron ?? before?.cron ?? '';
    const timing = {
      cron,
      timeZone: dto.timeZone ?? before?.timeZone ?? '',
      jitterSeconds: dto.jitterSeconds ?? before?.jitterSeconds ?? 0,
      blackout: (dto.blackout ?? before?.blackout ?? []).map(({ from, to, days }) => ({ from, to, days: [...days] })),
    };
    checkTiming(timing, this.config.minScheduleMinutes, now);
    const wanted = {
      ...timing,
      name: cleanName(dto.name ?? before?.name ?? nameOf(cron, project.name)),
      projectId: project.id,
      destinationIds: await this.destinationsOf(dto.destinationIds, before),
      type: dto.type ?? before?.type ?? ('full' satisfies Backup['type']),
      options: mergeOptions(before?.options ?? project.defaults, dto.options),
      graceSeconds: dto.graceSeconds ?? before?.graceSeconds ?? 24 * 3_600,
      overlap: dto.overlap ?? before?.overlap ?? 'skip',
      maxRunSeconds: inSeconds(dto.maxRunMinutes, before?.maxRunSeconds ?? null),
      retention: { ...(dto.retention ?? before?.retention ?? defaultRule) },
      quotaBytes: dto.quotaBytes === undefined ? (before?.quotaBytes ?? null) : dto.quotaBytes,
    };
    const cost = await this.costs.of(
      {
        project,
        scheduleId: before?.id ?? null,
        rule: wanted,
        type: wanted.type,
        retention: wanted.retention,
        destinations: wanted.destinationIds.length,
        plan: dto.plan ?? before?.plan,
        quotaBytes: wanted.quotaBytes,
      },
      now,
    );
    if (cost.overQuota && dto.acceptCost !== true && (before === null || costsMore(dto)))
      throw overQuota(project.name, cost);
    return { ...wanted, plan: cost.plan };
  }

  /** Unchanged ones stay, whatever became of them meanwhile. */
  private async destinationsOf(ids: readonly string[] | undefined, before: Schedule | null): Promise<string[]> {
    if (ids === undefined && before !== null) return before.destinationIds;
    const found = await this.destinations.forRun(
      ids?.map((id) => id.toLowerCase()),
      undefined,
      'destinationIds',
    );
    return found.map(({ id }) => id);
  }
}

/** A change of a name, say, asks nobody to agree again. */
const costsMore = (dto: object): boolean =>
  ['cron', 'blackout', 'type', 'options', 'plan', 'quotaBytes'].some(
    (field) => field in dto && (dto as Record<string, unknown>)[field] !== undefined,
  );

const nameOf = (cron: string, project: string): string =>
  presets.find((preset) => preset.cron === cron)?.title ?? `Backups of ${project}`.slice(0, 100);

const inSeconds = (minutes: number | null | undefined, before: number | null): number | null =>
  minutes === undefined ? before : minutes === null ? null : minutes * 60;

function overQuota(project: string, cost: Awaited<ReturnType<CostEstimates['of']>>): Error {
  const bytes = (cost.egressPerMonth ?? 0) + cost.egressOfOthers;
  return fail(
    'SCHEDULE_OVER_QUOTA',
    `The backups of ${project} would read about ${gigabytes(bytes)} a month; its plan includes ${gigabytes(cost.quotaBytes ?? 0)}.`,
    { nextStep: 'Choose a rule that runs less often, or send "acceptCost": true.', more: { cost } },
  );
}

/** As Supabase counts them. */
const gigabytes = (bytes: number): string => `${(bytes / 1_000_000_000).toFixed(bytes < 10_000_000_000 ? 1 : 0)} GB`;
