import { Column } from 'typeorm';
import { Edited } from '../../database/base.entity';
import { instant } from '../../database/column-types';

/** The words of ux.md §4 for the result of an action; one that waits is neither. */
export const deliveryStates = ['waiting', 'delivered', 'not_delivered'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Something that is reached over the network, and what became of the last thing that was sent there. No text holds a secret. */
export abstract class WithLastDelivery extends Edited {
  /** Null: nothing was sent there yet. */
  @Column({ name: 'last_state', type: 'varchar', length: 16, nullable: true })
  lastState: Exclude<DeliveryState, 'waiting'> | null;

  @Column({ name: 'last_at', type: instant, nullable: true })
  lastAt: Date | null;

  @Column({ name: 'last_error_code', type: 'varchar', length: 60, nullable: true })
  lastErrorCode: string | null;

  @Column({ name: 'last_error_text', type: 'text', nullable: true })
  lastErrorText: string | null;

  @Column({ name: 'last_error_next', type: 'text', nullable: true })
  lastErrorNext: string | null;

  /** Since when nothing was delivered; null: the last thing was. */
  @Column({ name: 'failing_since', type: instant, nullable: true })
  failingSince: Date | null;

  /** It asked not to be sent anything before, or doesn't answer: then it is tried again. */
  @Column({ name: 'not_before', type: instant, nullable: true })
  notBefore: Date | null;
}

/** Of one that nothing was sent to yet. */
export const neverSent = {
  lastState: null,
  lastAt: null,
  lastErrorCode: null,
  lastErrorText: null,
  lastErrorNext: null,
  failingSince: null,
  notBefore: null,
} as const satisfies Partial<WithLastDelivery>;
