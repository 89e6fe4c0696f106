import { ApiProperty } from '@nestjs/swagger';
import { RetentionRuleDto } from '../retention/rule.dto';
import { planNames, type PlanName } from './cost/plans';
import { presetNames, type PresetName } from './presets';

/** A schedule to begin with. */
export class SchedulePresetDto {
  @ApiProperty({ enum: presetNames, enumName: 'SchedulePresetName' })
  name: PresetName;

  title: string;

  cron: string;

  retention: RetentionRuleDto;
}

export class PlanQuotaDto {
  @ApiProperty({ enum: planNames, enumName: 'SupabasePlan' })
  plan: PlanName;

  /** Bytes a month; null: by contract, or nobody counts. */
  @ApiProperty({ type: 'integer', nullable: true })
  egressBytes: number | null;
}

/** What a form of a schedule offers. */
export class SchedulePresetsDto {
  presets: SchedulePresetDto[];

  plans: PlanQuotaDto[];

  /** IANA names. */
  timeZones: string[];

  /** Between two times of a schedule at least. */
  @ApiProperty({ type: 'integer' })
  minMinutes: number;
}
