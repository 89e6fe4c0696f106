import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../database/column-types';

/** What retention remembers of a set. A set without a row was never looked at. */
@Entity('retention_sets')
export class RetentionSetState {
  /** As `RetentionApproval.setKey`. */
  @PrimaryColumn({ name: 'set_key', type: 'varchar', length: 120 })
  setKey: string;

  /** The rule and zone that may delete by themselves: nothing was to be deleted when they came, or somebody approved what was. */
  @Column({ name: 'rule_sha256', type: 'varchar', length: 64, nullable: true })
  ruleSha256: string | null;

  /** Since when what may not be deleted takes more than `maxBytes`; null: it fits. */
  @Column({ name: 'over_budget_since', type: instant, nullable: true })
  overBudgetSince: Date | null;

  @Column({ name: 'updated_at', type: instant })
  updatedAt: Date;
}
