import { Column, Entity, Index } from 'typeorm';
import { WithTimes } from '../database/base.entity';
import { asNumber, instant, json } from '../database/column-types';

export const approvalStates = ['waiting', 'approved', 'refused', 'used', 'stale'] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** One copy of a list, as it was when the list was made. */
export interface ListedCopy {
  readonly copyId: string;
  readonly backupId: string;
  /** ISO 8601: the moment whose data it holds. */
  readonly at: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Copies that retention would delete and nobody has agreed to yet: an exact list of one set. `waiting` → `approved` → `used` when each was
 * marked or isn't deletable any more; or `refused`; or `stale` when it isn't to be deleted any more.
 */
@Entity('retention_approvals')
@Index('retention_approvals_waiting', ['setKey'], { unique: true, where: "state = 'waiting'" })
@Index('retention_approvals_state', ['state', 'createdAt', 'id'])
@Index('retention_approvals_set', ['setKey', 'createdAt', 'id'])
@Index('retention_approvals_created', ['createdAt', 'id'])
export class RetentionApproval extends WithTimes {
  /** `schedule:<id>:<destination>:<type>`, `manual:<project>:<destination>`, `safety:<project>:<destination>`. */
  @Column({ name: 'set_key', type: 'varchar', length: 120 })
  setKey: string;

  @Column({ name: 'project_id', type: 'varchar', length: 36 })
  projectId: string;

  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36 })
  destinationId: string;

  @Column({ name: 'schedule_id', type: 'varchar', length: 36, nullable: true })
  scheduleId: string | null;

  /** SHA-256 of the rule and the zone that made the list. */
  @Column({ name: 'rule_sha256', type: 'varchar', length: 64 })
  ruleSha256: string;

  /** SHA-256 of the set, the rule and the sorted ids: who approves names it. */
  @Column({ name: 'list_sha256', type: 'varchar', length: 64 })
  listSha256: string;

  @Column({ type: 'varchar', length: 16 })
  state: ApprovalState;

  /** Why it waits: `many`, `rule` (first activation or a changed rule), `clock`. */
  @Column({ type: 'varchar', length: 16 })
  cause: ApprovalCause;

  @Column({ name: 'copies_count', type: 'integer' })
  count: number;

  @Column({ type: 'bigint', transformer: asNumber })
  bytes: number;

  /** User or token that decided; null: nobody yet. */
  @Column({ name: 'decided_by', type: 'varchar', length: 254, nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_at', type: instant, nullable: true })
  decidedAt: Date | null;

  /** The oldest first. Last, because it is large. */
  @Column({ type: json })
  copies: ListedCopy[];
}

export const approvalCauses = ['many', 'rule', 'clock'] as const;
export type ApprovalCause = (typeof approvalCauses)[number];
