import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, IsIn, IsString, Length } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { isoDate } from '../../paging/iso-date';
import { PageQueryDto } from '../../paging/page-query.dto';
import type { AuditChange } from './audit-changes';
import { auditKinds, type AuditKind } from './audit-kinds';

export const actorKinds = ['user', 'token', 'system', 'console', 'anonymous'] as const;

export class AuditQueryDto extends PageQueryDto {
  /** Of whom: the name as it is told, like an e-mail address or a token's name. */
  @MayBeLeftOut()
  @IsString()
  @Length(1, 254)
  actor?: string;

  /** `runs`: backups and downloads; `sign-ins`: also sessions and second factors; `changes`: what is none of the others. */
  @ApiProperty({ enum: auditKinds, enumName: 'AuditKind', required: false })
  @MayBeLeftOut()
  @IsIn(auditKinds)
  kind?: AuditKind;

  /** `user`, `project`, `destination`, … */
  @MayBeLeftOut()
  @IsString()
  @Length(1, 40)
  objectType?: string;

  /** Only of this one. */
  @MayBeLeftOut()
  @IsString()
  @Length(1, 36)
  object?: string;

  /** At this instant or later. */
  @ApiProperty({ type: 'string', format: 'date-time', required: false })
  @MayBeLeftOut()
  @Transform(isoDate)
  @IsDate()
  from?: Date;

  /** Before this instant. */
  @ApiProperty({ type: 'string', format: 'date-time', required: false })
  @MayBeLeftOut()
  @Transform(isoDate)
  @IsDate()
  to?: Date;
}

export class AuditChangeDto implements AuditChange {
  /** As in a request: `name`, `config.maxSize`. */
  field: string;

  /** Null: nothing was there, or it isn't told. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true })
  before: string | number | boolean | null;

  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true })
  after: string | number | boolean | null;

  /** A secret, or a long text: it was changed, and no value is told. */
  hidden: boolean;
}

export class AuditEventDto {
  @ApiProperty({ type: 'integer' })
  id: number;

  @ApiProperty({ format: 'date-time' })
  at: string;

  /** `console`: `stowbase admin` on the server itself. */
  @ApiProperty({ enum: actorKinds, enumName: 'ActorKind' })
  actorKind: (typeof actorKinds)[number];

  @ApiProperty({ type: String, nullable: true })
  actorId: string | null;

  actorName: string;

  /** `login`, `login.failed`, `project.create`, … */
  action: string;

  /** `user`, `project`, `destination`, … */
  @ApiProperty({ type: String, nullable: true })
  objectType: string | null;

  @ApiProperty({ type: String, nullable: true })
  objectId: string | null;

  @ApiProperty({ type: String, nullable: true })
  objectName: string | null;

  /** Where it came from. */
  @ApiProperty({ type: String, nullable: true })
  address: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  detail: object | null;

  /** Of a change, field by field. */
  changes: AuditChangeDto[];
}

export class AuditEventsDto {
  items: AuditEventDto[];

  /** Cursor of the next page; null: this was the last. */
  @ApiProperty({ type: String, nullable: true })
  next: string | null;
}
