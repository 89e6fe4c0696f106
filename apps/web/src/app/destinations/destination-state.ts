import type { DestinationDto } from '../api/models/destination-dto';
import { destinationWords, type DestinationState, type Word } from '../states/words';

type Known = Pick<
  DestinationDto,
  'enabled' | 'closing' | 'validationStatus' | 'availableSpace' | 'totalBackups' | 'totalSize'
>;

/** From what its last test found. */
export function stateOf(destination: Known): DestinationState {
  if (!destination.enabled || destination.closing) return 'paused';
  if (destination.validationStatus === 'pending') return 'not_tested';
  if (destination.validationStatus === 'invalid') return 'probe_failed';
  return isFull(destination) ? 'full' : 'ready';
}

export const wordOf = (destination: Known): Word => destinationWords[stateOf(destination)];

/** No room for another backup of average size. */
function isFull({ availableSpace, totalBackups, totalSize }: Known): boolean {
  if (availableSpace === null) return false;
  return availableSpace === 0 || (totalBackups > 0 && availableSpace < totalSize / totalBackups);
}

const order: readonly DestinationState[] = ['full', 'probe_failed', 'not_tested', 'ready', 'paused'];

/** Those that need somebody first, then by name. */
export const byUrgency = (one: DestinationDto, other: DestinationDto): number =>
  Number(failedInUse(other)) - Number(failedInUse(one)) ||
  order.indexOf(stateOf(one)) - order.indexOf(stateOf(other)) ||
  one.name.localeCompare(other.name);

/** It failed when it was used, although its last test went well: the next copy will fail, too, unless somebody does something. */
export const failedInUse = (destination: DestinationDto): boolean =>
  destination.problem !== null && ['full', 'ready'].includes(stateOf(destination));

export const needsAttention = (destination: DestinationDto): boolean =>
  failedInUse(destination) || ['full', 'probe_failed'].includes(stateOf(destination));
