import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { Backup, type BackupTypeName } from '../../backups/backup.entity';
import { Database } from '../../database/database';
import type { Project } from '../../projects/project.entity';
import type { RetentionRule } from '../../retention/rule';
import { Schedule } from '../schedule.entity';
import type { SlotRule } from '../slots/slots';
import type { CostEstimateDto } from './cost.dto';
import { keptBackups } from './kept-backups';
import { egressQuota, type PlanName } from './plans';
import { runsPerMonth } from './runs-per-month';

export interface CostQuestion {
  readonly project: Pick<Project, 'id' | 'ref'>;
  /** The one that is being changed; null: a new one. */
  readonly scheduleId: string | null;
  readonly rule: SlotRule;
  readonly type: BackupTypeName;
  readonly retention: RetentionRule;
  readonly destinations: number;
  readonly plan: PlanName | undefined;
  readonly quotaBytes: number | null;
}

/** What schedules cost, before they are saved. By sizes that were measured, not by those of tables. */
@Injectable()
export class CostEstimates {
  constructor(private readonly database: Database) {}

  async of(question: CostQuestion, now: Date): Promise<CostEstimateDto> {
    const { project, rule, type, retention, destinations } = question;
    const others = (await this.schedulesOf(project.id)).filter(({ id }) => id !== question.scheduleId);
    const plan = question.plan ?? others[0]?.plan ?? (project.ref === null ? 'none' : 'pro');
    const quotaBytes = question.quotaBytes ?? egressQuota[plan];
    const size = await this.sizeOf(project.id, type);
    const runs = runsPerMonth(rule, now);
    const egress = size === null ? null : size.raw * runs;
    const egressOfOthers = await this.egressOf(others, now);
    const kept = keptBackups(retention, 30 / Math.max(runs, 1 / 12));
    return {
      bytesPerRun: size?.raw ?? null,
      runsPerMonth: runs,
      egressPerMonth: egress,
      egressOfOthers,
      plan,
      quotaBytes,
      overQuota: quotaBytes !== null && (egress ?? 0) > 0 && (egress ?? 0) + egressOfOthers > quotaBytes,
      kept,
      storedBytes: size === null ? null : destinations * Math.min(kept * size.stored, retention.maxBytes ?? Infinity),
    };
  }

  private async egressOf(schedules: readonly Schedule[], now: Date): Promise<number> {
    let bytes = 0;
    for (const schedule of schedules.filter(({ enabled }) => enabled)) {
      const size = await this.sizeOf(schedule.projectId, schedule.type);
      bytes += (size?.raw ?? 0) * runsPerMonth(schedule, now);
    }
    return bytes;
  }

  /** The newest first. */
  private schedulesOf(projectId: string): Promise<Schedule[]> {
    return this.database.read.find(Schedule, {
      where: { projectId },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: 100,
    });
  }

  private async sizeOf(projectId: string, type: BackupTypeName): Promise<{ raw: number; stored: number } | null> {
    const last = await this.database.read.findOne(Backup, {
      select: { id: true, rawBytes: true, storedBytes: true },
      where: { projectId, type, status: 'succeeded', rawBytes: Not(IsNull()) },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    return last === null ? null : { raw: last.rawBytes ?? 0, stored: last.storedBytes ?? 0 };
  }
}
