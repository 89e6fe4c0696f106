import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Backup } from '../backups/backup.entity';
import { BackupCopy } from '../backups/backup-copy.entity';
import type { CopyRetentionDto } from '../backups/records/backup.dto';
import { KeptBecause } from '../backups/records/kept-because';
import { Database } from '../database/database';
import { Schedule } from '../scheduler/schedule.entity';
import { RetentionApproval } from './approval.entity';
import { ClockWatch } from './clock-watch';
import { judge, type JudgedSet } from './judge';
import { fatesOf, forecastOf } from './preview/set-view';
import { slotsAhead } from './preview/slots-ahead';
import { loadSets } from './sets/load-sets';
import { setOf } from './sets/retention-set';

/** Tells the page of a backup why each of its copies is kept, and when it goes. */
@Injectable()
export class KeptCopies implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly watch: ClockWatch,
    private readonly kept: KeptBecause,
  ) {}

  onModuleInit(): void {
    this.kept.register((backup) => this.of(backup));
  }

  private async of(backup: Backup): Promise<CopyRetentionDto[]> {
    const { id, projectId, status, deletedAt } = backup;
    if (status !== 'succeeded' || deletedAt !== null) return [];
    const manager = this.database.read;
    const lying = await manager.find(BackupCopy, {
      select: { id: true, destinationId: true },
      where: { backupId: id },
    });
    const places = new Set(lying.map(({ destinationId }) => destinationId).filter((one) => one !== null));
    const now = await this.database.now();
    const careful = await this.watch.isCareful(manager, now);
    const found: CopyRetentionDto[] = [];
    for (const destinationId of places) {
      const sets = await loadSets(manager, { projectId, destinationId, only: setOf(backup, destinationId) }, now);
      const mine = sets.filter(({ copies }) => copies.some(({ backupId }) => backupId === id));
      for (const judged of await judge(manager, mine, { now, careful }))
        found.push(...(await this.tell(judged, id, now)));
    }
    return found;
  }

  private async tell(judged: JudgedSet, backupId: string, now: Date): Promise<CopyRetentionDto[]> {
    const ahead = forecastOf(judged, await this.slots(judged, now), now);
    const waiting = await this.database.read.findOneBy(RetentionApproval, {
      setKey: judged.set.id.key,
      state: 'waiting',
    });
    const listed = new Set(waiting?.copies.map(({ copyId }) => copyId) ?? []);
    return fatesOf(judged, ahead, now)
      .filter(({ copy }) => copy.backupId === backupId)
      .map(({ copy, reasons, deletesAt }) => ({
        copyId: copy.id,
        keptBecause: reasons.map(({ text }) => text),
        deletesAt,
        approvalId: waiting !== null && listed.has(copy.id) ? waiting.id : null,
      }));
  }

  /** Null: nothing says when backups come. */
  private async slots({ set }: JudgedSet, now: Date): Promise<readonly number[] | null> {
    const { scheduleId } = set.id;
    if (scheduleId === null) return null;
    const schedule = await this.database.read.findOneBy(Schedule, { id: scheduleId, enabled: true });
    return schedule === null ? null : slotsAhead(schedule, now);
  }
}
