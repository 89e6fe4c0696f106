import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import { Agrees } from './agrees.decorator';
import { WholeNumber } from './whole-number.decorator';
import type { RetentionRule } from './rule';
import { mostDays, mostKept, mostMinKept } from './rule-limits';

/**
 * How long the copies of a set are kept. A copy stays while any part keeps it; 0: that part keeps nothing. Every number is to be given: what
 * is deleted isn't guessed.
 */
export class RetentionRuleDto implements RetentionRule {
  /** The newest so many; 0 or at least `minKeep`. */
  @WholeNumber(0, mostKept)
  @Agrees('keepLast')
  keepLast: number;

  /** Everything younger than so many times 24 hours. */
  @WholeNumber(0, mostDays)
  keepDays: number;

  /** The newest good copy of each of so many newest hours that have one, in the zone of the schedule. */
  @WholeNumber(0, mostKept)
  hourly: number;

  @WholeNumber(0, mostKept)
  daily: number;

  /** ISO weeks: from Monday. */
  @WholeNumber(0, mostKept)
  weekly: number;

  @WholeNumber(0, mostKept)
  monthly: number;

  @WholeNumber(0, mostKept)
  yearly: number;

  /** So many newest good copies are kept whatever else is said. */
  @WholeNumber(1, mostMinKept)
  @Agrees('minKeep')
  minKeep: number;

  /** Bytes that the whole set may take: the oldest go first, never those that nothing may delete. Null: no limit. */
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true })
  @ValidateIf((_, value) => value !== null)
  @WholeNumber(1, Number.MAX_SAFE_INTEGER)
  maxBytes: number | null;
}
