import { Column, Entity } from 'typeorm';
import { bytes } from '../../database/column-types';
import { WithLastDelivery } from '../outbox/last-delivery';

/** Where the runs of a schedule are reported to, so that somebody else notices when they stop. Its id is the schedule's. */
@Entity('schedule_pings')
export class SchedulePing extends WithLastDelivery {
  /** Sealed by the secret box: whoever knows it can say that all is well. */
  @Column({ type: bytes })
  url: Buffer;

  /** Also that a run begins. */
  @Column({ name: 'tells_start', type: 'boolean' })
  tellsStart: boolean;
}
