import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { copyJobStatuses, type CopyJobStatus } from '../copy-job.entity';
import { RunErrorDto } from '../records/backup.dto';

export class CopyBackupDto {
  /** Where the backup is to be stored too; also where its copy failed, is missing or damaged. */
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  destinationId: string;

  /** The stored copy to read; left out: the one stored last. If it can't be read, another one is. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @IsUUID()
  fromCopyId?: string;
}

/** A backup on its way from one destination to another. Sizes in bytes. */
export class CopyJobDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  backupId: string;

  /** The copy that is being made: one of the backup's `copies`. */
  copyId: string;

  destinationId: string;

  /** As the destination was called then. */
  destinationName: string;

  /** `committing`: every byte is there and is being published; it can't be cancelled any more. */
  @ApiProperty({ enum: copyJobStatuses, enumName: 'CopyJobStatus' })
  status: CopyJobStatus;

  cancelRequested: boolean;

  /** Why it ended, or why it is tried again. */
  error: RunErrorDto | null;

  /** Of the whole file. */
  @ApiProperty({ type: 'integer' })
  size: number;

  /** Taken by the destination so far. */
  @ApiProperty({ type: 'integer' })
  storedBytes: number;

  /** Lately; null while it isn't running. */
  @ApiProperty({ type: 'integer', nullable: true })
  bytesPerSecond: number | null;

  /** At that rate; null where nobody knows. */
  @ApiProperty({ type: 'integer', nullable: true })
  secondsLeft: number | null;

  requestedBy: string;
  createdAt: Date;

  /** A queued one isn't begun before. */
  runAfter: Date;

  @ApiProperty({ type: Date, nullable: true })
  startedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  finishedAt: Date | null;
}

export class CopyJobListDto {
  /** The newest first, at most 100. */
  items: CopyJobDto[];
}
