import { Injectable } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { BackupCopy } from '../backups/backup-copy.entity';
import { readCheckSettings } from '../catalogue/checks/check-settings';
import { copiesToCheck } from '../catalogue/checks/due-copies';
import { Database } from '../database/database';
import { SelfBackupRecords } from '../self-backup/self-backup-records';
import { gauge, type Measured } from './gauges';

const dayMs = 24 * 3600_000;

/** What the service does by itself, and whether it keeps up with it. */
@Injectable()
export class BackgroundGauges {
  constructor(
    private readonly database: Database,
    private readonly selfBackups: SelfBackupRecords,
  ) {}

  register(registry: Registry): void {
    const one = (name: string, help: string, read: () => Promise<number | null>): void =>
      gauge(registry, name, help, [], async (): Promise<Measured[]> => {
        const value = await read();
        return value === null ? [] : [{ value }];
      });
    one('stowbase_schedules_due', 'Schedules whose time has come and that were not looked at yet.', async () =>
      this.count('SELECT COUNT(*) AS n FROM schedules WHERE enabled AND due_at <= ?', [await this.database.now()]),
    );
    one('stowbase_runs_missed_day', 'Times of schedules that were missed in the last 24 hours.', async () =>
      this.count("SELECT COUNT(*) AS n FROM backups WHERE status = 'missed' AND created_at > ?", [
        await this.ago(dayMs),
      ]),
    );
    one('stowbase_copies_due_for_check', 'Stored copies that were not read again for longer than is set.', async () => {
      const { enabled, everyDays } = await readCheckSettings(this.database.read);
      if (!enabled) return null;
      return (await copiesToCheck(this.database.read, everyDays, await this.database.now())).due;
    });
    gauge(registry, 'stowbase_copies', 'Copies of backups that are damaged, missing or stored.', ['status'], () =>
      this.copies(),
    );
    one(
      'stowbase_self_backup_last_success_timestamp_seconds',
      'When the last backup of the records began that succeeded.',
      async () => {
        const last = await this.selfBackups.lastSuccess();
        return last === null ? null : last.createdAt.getTime() / 1_000;
      },
    );
  }

  private async copies(): Promise<Measured[]> {
    const rows = await this.database.read
      .createQueryBuilder(BackupCopy, 'c')
      .select('c.status', 'status')
      .addSelect('COUNT(*)', 'n')
      .where("c.status IN ('stored', 'damaged', 'missing')")
      .groupBy('c.status')
      .getRawMany<{ status: string; n: number | string }>();
    return ['stored', 'damaged', 'missing'].map((status) => ({
      labels: { status },
      value: Number(rows.find((row) => row.status === status)?.n ?? 0),
    }));
  }

  private async count(sql: string, values: readonly unknown[] = []): Promise<number> {
    const mine = this.database.engine === 'postgres' ? sql.replace('?', '$1') : sql;
    const [row] = await this.database.read.query<{ n: number | string }[]>(mine, [...values]);
    return Number(row?.n ?? 0);
  }

  private async ago(ms: number): Promise<Date> {
    return new Date((await this.database.now()).getTime() - ms);
  }
}
