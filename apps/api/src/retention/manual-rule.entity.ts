import { Column, Entity, Index } from 'typeorm';
import { Edited } from '../database/base.entity';
import { json } from '../database/column-types';
import type { RetentionRule } from './rule';

/** How long backups that people and tokens ask for are kept. No row: all of them are. */
@Entity('retention_manual_rules')
@Index('retention_manual_rules_scope', ['projectId', 'scope'], { unique: true })
export class ManualRule extends Edited {
  @Column({ name: 'project_id', type: 'varchar', length: 36 })
  projectId: string;

  /** A destination's id; `all`: every one that has no rule of its own. */
  @Column({ type: 'varchar', length: 36 })
  scope: string;

  /** Null: all are kept there. */
  @Column({ type: json, nullable: true })
  rule: RetentionRule | null;

  /** IANA. */
  @Column({ name: 'time_zone', type: 'varchar', length: 64 })
  timeZone: string;
}
