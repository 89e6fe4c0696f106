import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { asNumber } from '../../database/column-types';

/** How much lay at a destination when a day was last looked at. */
@Entity('destination_days')
@Index('destination_days_day', ['day'])
export class DestinationDay {
  /** `<id of the destination>:<day>` */
  @PrimaryColumn({ type: 'varchar', length: 50 })
  id: string;

  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36 })
  destinationId: string;

  /** `2026-11-24`, of UTC. */
  @Column({ type: 'varchar', length: 10 })
  day: string;

  /** Bytes of the copies that were stored there. */
  @Column({ name: 'stored_bytes', type: 'bigint', transformer: asNumber })
  storedBytes: number;
}
