import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsString, IsUUID, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { IsName } from '../../names/name.decorator';
import { PageQueryDto } from '../../paging/page-query.dto';

export const recoveryKeyStatuses = ['unproven', 'enabled', 'disabled'] as const;
export type RecoveryKeyStatus = (typeof recoveryKeyStatuses)[number];

/** The public half of a key pair that backups are encrypted to. */
export class CreateRecoveryKeyDto {
  @IsName()
  name: string;

  /**
   * An age recipient, as `stowbase keygen --out key.txt` prints it. Never the private key.
   * @example 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudcv9psq9x8x6x'
   */
  @IsString()
  @MaxLength(10_000)
  recipient: string;

  /** For this project alone, in place of the keys for all projects; left out: for all projects. */
  @MayBeLeftOut()
  @IsUUID()
  projectId?: string;
}

export class UpdateRecoveryKeyDto {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  /** Only a proven key can be enabled. */
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;
}

export class ProveRecoveryKeyDto {
  /** The text in the proof, as decrypting it prints it. */
  @IsString()
  @MaxLength(1_000)
  answer: string;

  /** Must be true: whoever loses the private key loses every backup that is encrypted to it alone, and nobody can help. */
  @IsBoolean()
  lostKeyUnderstood: boolean;
}

export class RecoveryKeyQueryDto extends PageQueryDto {
  /** Only the keys of this project; left out: all keys. */
  @MayBeLeftOut()
  @IsUUID()
  projectId?: string;
}

export class RecoveryKeyDto {
  id: string;

  name: string;

  recipient: string;

  /** Null: for all projects that have no enabled key of their own. */
  @ApiProperty({ type: 'string', nullable: true })
  projectId: string | null;

  @ApiProperty({ enum: recoveryKeyStatuses, enumName: 'RecoveryKeyStatus' })
  status: RecoveryKeyStatus;

  /** New backups are encrypted to it. */
  used: boolean;

  /** Why not, in one sentence; null when it is used. */
  @ApiProperty({ type: 'string', nullable: true })
  notUsedBecause: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  provenAt: Date | null;

  createdAt: Date;
}

/** A text encrypted to the key. Opening it proves that backups can be opened too. */
export class ProofDto {
  /** What to save the file as. */
  fileName: string;

  /** The file: age's armored form, plain ASCII. */
  file: string;

  /** Decrypts it; `key.txt` holds the private key and stays where it is. */
  command: string;
}

export class UnprovenRecoveryKeyDto extends RecoveryKeyDto {
  proof: ProofDto;
}

export class RecoveryKeyPageDto {
  items: RecoveryKeyDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
