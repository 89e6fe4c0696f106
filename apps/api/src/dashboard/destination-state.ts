import type { Destination } from '../storage/destination.entity';

/** As people are shown it (ux.md §4). `unknown`: never tested. */
export const destinationStates = ['ready', 'full', 'probe_failed', 'paused', 'unknown'] as const;
export type DestinationState = (typeof destinationStates)[number];

type Facts = Pick<Destination, 'enabled' | 'closing' | 'validationStatus' | 'freeBytes'>;

/** @param needed bytes of the largest backup that goes there; less free space than that is no space */
export function destinationState(
  { enabled, closing, validationStatus, freeBytes }: Facts,
  needed: number,
): DestinationState {
  if (!enabled || closing) return 'paused';
  switch (validationStatus) {
    case 'invalid':
      return 'probe_failed';
    case 'pending':
      return 'unknown';
    case 'valid':
      return freeBytes !== null && freeBytes < needed ? 'full' : 'ready';
  }
}
