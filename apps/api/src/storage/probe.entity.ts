import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant, json } from '../database/column-types';

/** One "Test connection", kept so that a page can show when a destination last worked. */
@Entity('probes')
@Index('probes_destination', ['destinationId', 'at'])
export class Probe extends WithId {
  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36 })
  destinationId: string;

  @Column({ type: instant })
  at: Date;

  @Column({ type: 'boolean' })
  ok: boolean;

  @Column({ type: json })
  checks: object[];
}
