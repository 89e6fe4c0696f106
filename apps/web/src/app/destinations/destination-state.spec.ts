import type { DestinationDto } from '../api/models/destination-dto';
import { byUrgency, stateOf } from './destination-state';
import { summaryOf } from './summary';
import { aDestination } from './testing/example-destination';

const full = aDestination({ name: 'Full', availableSpace: 2 ** 30 });
const failing = aDestination({ name: 'Failing', validationStatus: 'invalid' });
const ready = aDestination({ name: 'Ready' });
const untested = aDestination({ name: 'Untested', validationStatus: 'pending' });
const paused = aDestination({ name: 'Paused', enabled: false, validationStatus: 'invalid' });

const problem = { code: 'STORAGE_FULL', text: 'Full.', nextStep: 'Free space.', at: '2026-11-24T03:30:00Z' };
const troubled = aDestination({ name: 'Troubled', problem });

describe('P-WEB-257 how a destination is doing', () => {
  it.each<[string, Partial<DestinationDto>, string]>([
    ['room for more', {}, 'ready'],
    ['the store does not say how much is free', { availableSpace: null }, 'ready'],
    ['nothing is free', { availableSpace: 0, totalBackups: 0, totalSize: 0 }, 'full'],
    ['another backup of average size does not fit', { availableSpace: 2 ** 31 - 1 }, 'full'],
    ['its last test failed', { validationStatus: 'invalid', availableSpace: 0 }, 'probe_failed'],
    ['nobody has tested it', { validationStatus: 'pending' }, 'not_tested'],
    ['it is paused, whatever else', { enabled: false, validationStatus: 'invalid' }, 'paused'],
    ['it is being deleted: no backup goes there', { closing: true }, 'paused'],
  ])('%s', (_, given, state) => {
    expect(stateOf(aDestination(given))).toBe(state);
  });

  it('those that need somebody come first', () => {
    const all = [paused, ready, untested, failing, full, troubled];
    expect(all.toSorted(byUrgency).map(({ name }) => name)).toEqual([
      'Troubled',
      'Full',
      'Failing',
      'Untested',
      'Ready',
      'Paused',
    ]);
  });

  it.each([
    [[], 'Destinations'],
    [[ready], '1 destination, ready'],
    [[troubled], '1 destination, 1 failed when used'],
    [[ready, paused], '2 destinations, 1 ready'],
    [[full, failing, ready, paused, ready], '5 destinations, 1 is full, 1 fails its probe'],
    [[failing, failing, untested], '3 destinations, 2 fail their probe, 1 not tested yet'],
  ])('all of them in one line %#', (all, text) => expect(summaryOf(all)).toBe(text));
});
