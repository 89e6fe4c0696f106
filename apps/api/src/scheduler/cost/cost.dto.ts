import { ApiProperty } from '@nestjs/swagger';
import { planNames, type PlanName } from './plans';

/** What a schedule is likely to read and to keep, by the newest backup of its project. Bytes. */
export class CostEstimateDto {
  /** What the database sent for one backup; null: there was none yet, and nothing can be said. */
  @ApiProperty({ type: 'integer', nullable: true })
  bytesPerRun: number | null;

  @ApiProperty({ type: 'integer' })
  runsPerMonth: number;

  /** Read from the database in 30 days. */
  @ApiProperty({ type: 'integer', nullable: true })
  egressPerMonth: number | null;

  /** The same of the project's other enabled schedules. */
  @ApiProperty({ type: 'integer' })
  egressOfOthers: number;

  @ApiProperty({ enum: planNames, enumName: 'SupabasePlan' })
  plan: PlanName;

  /** What is included a month; null: nothing is counted. */
  @ApiProperty({ type: 'integer', nullable: true })
  quotaBytes: number | null;

  /** Together they read more than that: to be saved with `acceptCost`. */
  overQuota: boolean;

  /** Backups that the rule keeps at each destination when it has run for long; null: it keeps all. */
  @ApiProperty({ type: 'integer', nullable: true })
  kept: number | null;

  /** Stored at all destinations then; null: not known, or without end. */
  @ApiProperty({ type: 'integer', nullable: true })
  storedBytes: number | null;
}
