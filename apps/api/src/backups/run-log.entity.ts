import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant } from '../database/column-types';

export const logLevels = ['info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of a run's log: bounded, redacted, one line. */
@Entity('run_log')
@Index('run_log_backup', ['backupId', 'id'])
export class RunLogLine {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column({ name: 'backup_id', type: 'varchar', length: 36 })
  backupId: string;

  @Column({ type: instant })
  at: Date;

  @Column({ type: 'varchar', length: 8 })
  level: LogLevel;

  @Column({ type: 'varchar', length: 60 })
  code: string;

  @Column({ type: 'text' })
  text: string;
}
