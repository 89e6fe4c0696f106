import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsUUID, ValidateIf } from 'class-validator';

/** Backups whose copies are to be judged by the rule of a schedule, or by that of backups that people ask for. */
export class AssignBackupsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  backupIds: string[];

  /** Of the same project; null: as if somebody had asked for them. */
  @ApiProperty({ type: 'string', nullable: true })
  @ValidateIf((_, value) => value !== null)
  @IsUUID()
  scheduleId: string | null;
}

export class AssignedDto {
  @ApiProperty({ type: 'integer' })
  assigned: number;
}
