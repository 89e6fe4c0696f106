import { Column, Entity, Index } from 'typeorm';
import { Edited } from '../database/base.entity';
import { instant, json } from '../database/column-types';
import type { BackupOptions } from '../backups/backup-options';
import type { BackupTypeName } from '../backups/backup.entity';

/** When, what and where; lifecycle.md, "Schedules". */
@Entity('schedules')
@Index('schedules_due', ['enabled', 'dueAt'])
@Index('schedules_project', ['projectId'])
export class Schedule extends Edited {
  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ name: 'project_id', type: 'varchar', length: 36 })
  projectId: string;

  @Column({ name: 'storage_destination_ids', type: json })
  destinationIds: string[];

  @Column({ type: 'varchar', length: 8 })
  type: BackupTypeName;

  @Column({ type: json })
  options: BackupOptions;

  /** Five fields. */
  @Column({ type: 'varchar', length: 200 })
  cron: string;

  /** IANA. */
  @Column({ name: 'time_zone', type: 'varchar', length: 64 })
  timeZone: string;

  @Column({ name: 'jitter_s', type: 'integer' })
  jitterSeconds: number;

  @Column({ type: json })
  retention: object;

  @Column({ type: 'boolean' })
  enabled: boolean;

  /** UTC, before jitter. */
  @Column({ name: 'next_slot', type: instant, nullable: true })
  nextSlot: Date | null;

  @Column({ name: 'due_at', type: instant, nullable: true })
  dueAt: Date | null;

  @Column({ name: 'effective_from', type: instant })
  effectiveFrom: Date;

  @Column({ name: 'waiting_slot', type: instant, nullable: true })
  waitingSlot: Date | null;
}
