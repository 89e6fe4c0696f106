import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { RunErrorDto } from '../../backups/records/backup.dto';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { PageQueryDto } from '../../paging/page-query.dto';
import { importItemKinds, type ImportItemKind } from '../import-item.entity';
import { importModes, importStatuses, type ImportMode, type ImportStatus } from '../import-job.entity';

export class ImportDestinationDto {
  /** `preview` says what is there and changes nothing. `add` writes down what the records don't know. */
  @ApiProperty({ enum: importModes, enumName: 'ImportMode' })
  @IsIn(importModes)
  mode: ImportMode;
}

export class ImportCountDto {
  @ApiProperty({ enum: importItemKinds, enumName: 'ImportItemKind' })
  kind: ImportItemKind;

  @ApiProperty({ type: 'integer' })
  count: number;
}

/** A look through all that lies at a destination. */
export class ImportJobDto {
  id: string;
  destinationId: string;
  /** As the destination was called then. */
  destinationName: string;

  @ApiProperty({ enum: importModes, enumName: 'ImportMode' })
  mode: ImportMode;

  @ApiProperty({ enum: importStatuses, enumName: 'ImportStatus' })
  status: ImportStatus;

  cancelRequested: boolean;

  /** Objects looked at so far. */
  @ApiProperty({ type: 'integer' })
  seen: number;

  /** By kind; kinds of which there are none are left out. */
  counts: ImportCountDto[];
  error: RunErrorDto | null;
  requestedBy: string;
  createdAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  startedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  finishedAt: Date | null;
}

export class ImportJobListDto {
  /** The newest first, at most 50. */
  items: ImportJobDto[];
}

export class ImportItemQueryDto extends PageQueryDto {
  @ApiProperty({ enum: importItemKinds, enumName: 'ImportItemKind', required: false })
  @MayBeLeftOut()
  @IsIn(importItemKinds)
  kind?: ImportItemKind;
}

/** Of an archive, as far as it can be known without its private key. */
export class ImportFactsDto {
  encrypted: boolean;
  /** Of an encrypted one as its members let it seem: `schema` also for one of everything that has no rows. */
  type: string;
  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: 'string', format: 'date-time' })
  snapshotAt: string;
  @ApiProperty({ type: 'integer' })
  rawBytes: number;
  @ApiProperty({ type: 'integer' })
  members: number;
  /** What should be inside and is not; of an encrypted one unknown, and counted as one. */
  @ApiProperty({ type: 'integer' })
  gaps: number;
}

export class ImportItemDto {
  id: string;

  /**
   * `new`: a backup that the records don't know. `copy`: one more copy of one that they know. `again`: it was missing. `moved`: it was missing, and
   * lies here. `known`. `other_attempt`: of a backup that kept another one. `forgotten`: of one that was deleted here, or failed. `incomplete`, `damaged`,
   * `unsupported`: not usable. `unread`: the store failed. `service`: a backup of the records of a service. `foreign`: anything else. `gone`: a
   * stored copy is not there.
   */
  @ApiProperty({ enum: importItemKinds, enumName: 'ImportItemKind' })
  kind: ImportItemKind;

  key: string;

  @ApiProperty({ type: 'integer', nullable: true })
  size: number | null;

  @ApiProperty({ type: Date, nullable: true })
  modifiedAt: Date | null;

  @ApiProperty({ type: 'string', nullable: true })
  backupId: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  attempt: number | null;

  /** Null: one of this name is made, or would be. */
  @ApiProperty({ type: 'string', nullable: true })
  projectId: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  projectName: string | null;

  facts: ImportFactsDto | null;

  /** What is wrong with it. */
  @ApiProperty({ type: 'string', nullable: true })
  text: string | null;
}

export class ImportItemPageDto {
  /** Of `known`, `foreign` and `service` at most 1,000 each are listed; all are counted. */
  items: ImportItemDto[];

  /** The next page's cursor; null: this is the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
