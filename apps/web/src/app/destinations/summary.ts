import type { DestinationDto } from '../api/models/destination-dto';
import type { DestinationState } from '../states/words';
import { failedInUse, stateOf } from './destination-state';

/** `5 destinations, 1 is full, 1 fails its probe`: the verdict over all of them. */
export function summaryOf(destinations: readonly DestinationDto[]): string {
  if (destinations.length === 0) return $localize`Destinations`;
  const count = (state: DestinationState): number => destinations.filter((each) => stateOf(each) === state).length;
  const [full, failing, untested] = [count('full'), count('probe_failed'), count('not_tested')];
  const used = destinations.filter((each) => stateOf(each) === 'ready' && failedInUse(each)).length;
  const ready = count('ready') - used;
  const all = destinations.length;
  const parts = [all === 1 ? $localize`1 destination` : $localize`${all}:count: destinations`];
  if (full > 0) parts.push(full === 1 ? $localize`1 is full` : $localize`${full}:count: are full`);
  if (failing > 0)
    parts.push(failing === 1 ? $localize`1 fails its probe` : $localize`${failing}:count: fail their probe`);
  if (used > 0) parts.push(used === 1 ? $localize`1 failed when used` : $localize`${used}:count: failed when used`);
  if (untested > 0) parts.push($localize`${untested}:count: not tested yet`);
  if (ready === all) parts.push($localize`ready`);
  if (parts.length === 1) parts.push($localize`${ready}:count: ready`);
  return parts.join(', ');
}
