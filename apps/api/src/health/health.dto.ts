import { ApiProperty } from '@nestjs/swagger';
import { checkResults, type CheckResult, type Checks } from './readiness';

export class LivenessDto {
  @ApiProperty({ enum: ['live'] })
  status: 'live';
}

export class ReadinessChecksDto implements Checks {
  /** The records answer. */
  @ApiProperty({ enum: checkResults, enumName: 'ReadinessResult' })
  database: CheckResult;

  /** Backups can be taken from the queue; where the records are in SQLite, or no backups run here, it is always so. */
  @ApiProperty({ enum: checkResults, enumName: 'ReadinessResult' })
  queue: CheckResult;

  /** The data folder may be written to. */
  @ApiProperty({ enum: checkResults, enumName: 'ReadinessResult' })
  dataFolder: CheckResult;

  /** A pg_dump was found. */
  @ApiProperty({ enum: checkResults, enumName: 'ReadinessResult' })
  clientTools: CheckResult;

  /** There is room to write down what happens. */
  @ApiProperty({ enum: checkResults, enumName: 'ReadinessResult' })
  disk: CheckResult;
}

export class ReadinessDto {
  @ApiProperty({ enum: ['ready'] })
  status: 'ready';

  checks: ReadinessChecksDto;
}
