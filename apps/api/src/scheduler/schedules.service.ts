import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { shownCopies, shownStatus, type ShownStatus } from '../backups/records/shown-status';
import { Database } from '../database/database';
import { pageOf, type Page } from '../paging/page-of';
import { Project } from '../projects/project.entity';
import type { ScheduleDto, ScheduleQueryDto } from './schedule.dto';
import { Schedule } from './schedule.entity';
import { toScheduleDto, type ScheduleHistory } from './schedule.mapper';
import { fail } from './schedules.errors';

const missedFor = 30 * 24 * 3_600_000;

/** Reads schedules as replies show them. */
@Injectable()
export class Schedules {
  constructor(private readonly database: Database) {}

  /** @throws ApiError `SCHEDULE_NOT_FOUND` */
  async get(id: string, manager: EntityManager = this.database.read): Promise<Schedule> {
    const schedule = await manager.findOneBy(Schedule, { id });
    if (schedule === null) throw notFound();
    return schedule;
  }

  async page({ project, ...query }: ScheduleQueryDto): Promise<Page<ScheduleDto>> {
    const where = project === undefined ? {} : { where: { projectId: project.toLowerCase() } };
    const { items, next } = await pageOf(this.database.read, Schedule, query, where);
    return { items: await this.shown(items), next };
  }

  async dto(schedule: Schedule): Promise<ScheduleDto> {
    const [dto] = await this.shown([schedule]);
    if (dto === undefined) throw new Error('a schedule has no reply');
    return dto;
  }

  /** Four statements, however many there are. */
  private async shown(schedules: readonly Schedule[]): Promise<ScheduleDto[]> {
    if (schedules.length === 0) return [];
    const ids = schedules.map(({ id }) => id);
    const projects = await this.database.read.find(Project, {
      select: { id: true, name: true },
      where: { id: In(schedules.map(({ projectId }) => projectId)) },
    });
    const names = new Map(projects.map(({ id, name }) => [id, name]));
    const last = await this.lastRuns(ids);
    const missed = await this.missed(ids);
    return schedules.map((schedule) => {
      const history: ScheduleHistory = {
        lastRun: last.get(schedule.id) ?? null,
        missedCount: missed.get(schedule.id) ?? 0,
      };
      return toScheduleDto(schedule, names.get(schedule.projectId) ?? '', history);
    });
  }

  /** One seek a schedule. */
  private async lastRuns(ids: readonly string[]): Promise<Map<string, Backup & { shownStatus: ShownStatus }>> {
    const rows = await this.database.read
      .createQueryBuilder(Backup, 'b')
      .select(['b.id', 'b.scheduleId', 'b.status', 'b.gaps', 'b.createdAt'])
      .innerJoin(Schedule, 's', 's.id = b.schedule_id')
      .where('s.id IN (:...ids)', { ids })
      .andWhere(
        'b.id = (SELECT n.id FROM backups n WHERE n.schedule_id = s.id ORDER BY n.created_at DESC, n.id DESC LIMIT 1)',
      )
      .getMany();
    const copies = await this.database.read.findBy(BackupCopy, { backupId: In(rows.map(({ id }) => id)) });
    const of = Map.groupBy(copies, ({ backupId }) => backupId);
    return new Map(
      rows.map((row) => {
        const shown = shownStatus(row, shownCopies(of.get(row.id) ?? []));
        return [row.scheduleId ?? '', { ...row, shownStatus: shown }];
      }),
    );
  }

  private async missed(ids: readonly string[]): Promise<Map<string, number>> {
    const since = new Date((await this.database.now()).getTime() - missedFor);
    const rows = await this.database.read
      .createQueryBuilder(Backup, 'b')
      .select('b.schedule_id', 'id')
      .addSelect('SUM(COALESCE(b.missed_count, 1))', 'missed')
      .where("b.schedule_id IN (:...ids) AND b.created_at >= :since AND b.status = 'missed'", { ids, since })
      .groupBy('b.schedule_id')
      .getRawMany<{ id: string; missed: number | string }>();
    return new Map(rows.map(({ id, missed }) => [id, Number(missed)]));
  }
}

const notFound = (): Error =>
  fail('SCHEDULE_NOT_FOUND', 'There is no schedule with this id.', {
    nextStep: 'Look it up in the list of schedules.',
  });
