import { ApiProperty } from '@nestjs/swagger';
import { backupTypes, type BackupTypeName } from '../backups/backup.entity';
import { BackupOptionsDto } from '../projects/backup-options.dto';

export class ScheduleDto {
  id: string;

  name: string;

  projectId: string;

  destinationIds: string[];

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType' })
  type: BackupTypeName;

  options: BackupOptionsDto;

  /** Five fields. */
  cron: string;

  /** IANA name. */
  timeZone: string;

  enabled: boolean;

  /** The next time it is due; null: none. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  dueAt: Date | null;

  @ApiProperty({ type: 'integer' })
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class SchedulePageDto {
  items: ScheduleDto[];

  /** The next page's cursor; null: this is the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
