import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../database/column-types';

/** Something that goes on for a while, like a project without a backup: told when it begins and when it is over, not in between. */
@Entity('notification_marks')
export class Mark {
  /** `<kind>:<id of what it is about>` */
  @PrimaryColumn({ type: 'varchar', length: 120 })
  id: string;

  @Column({ name: 'going_on', type: 'boolean' })
  goingOn: boolean;

  /** Counts how often it has begun: part of the key of what is told. */
  @Column({ type: 'integer' })
  episode: number;

  @Column({ name: 'changed_at', type: instant })
  changedAt: Date;
}
