import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant, json } from '../database/column-types';

/** Who did what. Append-only: nothing in the service changes or deletes a row. */
@Entity('audit_events')
@Index('audit_events_at', ['at', 'id'])
export class AuditEvent {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column({ type: instant })
  at: Date;

  /** `user`, `token`, `system`, `console` (stowbase admin), `anonymous`. */
  @Column({ name: 'actor_kind', type: 'varchar', length: 16 })
  actorKind: string;

  @Column({ name: 'actor_id', type: 'varchar', length: 36, nullable: true })
  actorId: string | null;

  @Column({ name: 'actor_name', type: 'varchar', length: 254 })
  actorName: string;

  /** `project.create`, `login.failed`, … */
  @Column({ type: 'varchar', length: 60 })
  action: string;

  /** What it was done to: `project`, `destination`, … */
  @Column({ name: 'object_type', type: 'varchar', length: 40, nullable: true })
  objectType: string | null;

  @Column({ name: 'object_id', type: 'varchar', length: 36, nullable: true })
  objectId: string | null;

  @Column({ name: 'object_name', type: 'varchar', length: 254, nullable: true })
  objectName: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  address: string | null;

  /** Never a secret. */
  @Column({ type: json, nullable: true })
  detail: object | null;
}
