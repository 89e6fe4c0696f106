import { ApiProperty } from '@nestjs/swagger';
import { logLevels, type LogLevel } from '../run-log.entity';

/** One line of a run's log: one line of plain text without secrets. */
export class RunLogLineDto {
  at: Date;

  @ApiProperty({ enum: logLevels, enumName: 'LogLevel' })
  level: LogLevel;

  /** Stable: `STAGE`, `STORED`, or the code of a warning or an error. */
  code: string;

  text: string;
}

export class RunLogPageDto {
  /** The oldest first. */
  items: RunLogLineDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
