import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsUUID, ValidateNested } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { backupTypes, type BackupTypeName } from '../backups/backup.entity';
import { BackupOptionsDto } from '../projects/backup-options.dto';

export class DownloadLinkRequestDto {
  /** Which copy; left out: one that is stored. */
  @MayBeLeftOut()
  @IsUUID()
  copyId?: string;
}

export class DownloadLinkDto {
  /** For revoking it. */
  id: string;

  /** Opens the download without signing in: treat it like a password. */
  url: string;

  expiresAt: Date;

  fileName: string;

  /** Bytes. */
  @ApiProperty({ type: 'integer' })
  size: number;

  /** Of the whole file, hex. */
  @ApiProperty({ type: 'string', nullable: true })
  sha256: string | null;
}

export class DirectBackupRequestDto {
  @IsUUID()
  projectId: string;

  @ApiProperty({ enum: backupTypes, enumName: 'BackupType', required: false, default: 'full' })
  @MayBeLeftOut()
  @IsIn(backupTypes)
  type?: BackupTypeName;

  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => BackupOptionsDto)
  options?: BackupOptionsDto;
}

export class DirectBackupDto {
  /** Of the link, for revoking it. */
  id: string;

  backupId: string;

  /** Works once. The backup waits for it until `expiresAt`. */
  url: string;

  expiresAt: Date;

  fileName: string;
}
