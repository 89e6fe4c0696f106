import { ApiProperty } from '@nestjs/swagger';

export const actorKinds = ['user', 'token', 'system', 'console', 'anonymous'] as const;

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
}

export class AuditEventsDto {
  items: AuditEventDto[];

  /** Cursor of the next page; null: this was the last. */
  @ApiProperty({ type: String, nullable: true })
  next: string | null;
}
