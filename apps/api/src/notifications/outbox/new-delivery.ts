import type { Delivery } from './delivery.entity';

type Given = Pick<Delivery, 'id' | 'key' | 'target' | 'lane' | 'kind' | 'projectId'> & {
  readonly message: object;
  readonly now: Date;
};

/** Something to be sent as soon as possible. */
export const newDelivery = ({ now, ...given }: Given): Delivery => ({
  ...given,
  done: [],
  state: 'waiting',
  attempts: 0,
  nextTryAt: now,
  claim: null,
  claimedUntil: null,
  errorCode: null,
  errorText: null,
  errorNext: null,
  createdAt: now,
  settledAt: null,
});
