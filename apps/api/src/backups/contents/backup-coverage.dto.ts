import { ApiProperty } from '@nestjs/swagger';
import { ContentsComponentDto } from './backup-contents.dto';

export class CoverageComponentDto extends ContentsComponentDto {
  /** It is on, it could be inside, and it is not. */
  gap: boolean;

  /** What to do about it, one sentence; null where nothing needs to be done. */
  @ApiProperty({ type: 'string', nullable: true })
  whatToDo: string | null;
}

/** What of the database is inside a backup, part by part. */
export class BackupCoverageDto {
  backupId: string;

  /** No gap. */
  complete: boolean;

  @ApiProperty({ type: 'integer' })
  saved: number;

  /** There was nothing to save. */
  @ApiProperty({ type: 'integer' })
  empty: number;

  @ApiProperty({ type: 'integer' })
  notPermitted: number;

  /** Left out, because the backup was asked for without them. */
  @ApiProperty({ type: 'integer' })
  off: number;

  @ApiProperty({ type: 'integer' })
  failed: number;

  components: CoverageComponentDto[];
}
