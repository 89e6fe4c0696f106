import { bytes, rate } from './bytes';
import { distance, duration } from './duration';
import { exactMoment, moment } from './moment';

describe('P-WEB-1 numbers and times as people read them', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [4.6 * 1024 ** 3, '4.6 GiB'],
    [3 * 1024 ** 5, '3.0 PiB'],
    [3 * 1024 ** 6, '3072.0 PiB'],
  ])('%d bytes are %s', (count, text) => expect(bytes(count)).toBe(text));

  it('a rate is bytes a second', () => expect(rate(14.3 * 1024 ** 2)).toBe('14.3 MiB/s'));

  it.each([
    [0.84, '0.8 s'],
    [59.9, '59 s'],
    [250, '4 min 10 s'],
    [10_920, '3 h 2 min'],
    [200_000, '2 d 7 h'],
  ])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it('a distance says its direction', () => {
    const now = new Date('2026-11-24T08:30:00Z');
    expect(distance(now, new Date('2026-11-24T02:30:00Z'))).toBe('6 h ago');
    expect(distance(now, new Date('2026-11-25T02:30:00Z'))).toBe('in 18 h');
    expect(distance(now, new Date('2026-11-21T02:30:00Z'))).toBe('3 d ago');
    expect(distance(now, new Date('2026-11-24T08:29:55Z'))).toBe('just now');
  });

  it('a date has its year only when it is another, and a full form with the zone', () => {
    const now = new Date('2026-11-24T08:30:00Z');
    expect(moment(new Date('2026-11-24T07:30:00Z'), now, 'Europe/Berlin')).toBe('24 Nov 08:30');
    expect(moment(new Date('2025-12-31T23:30:00Z'), now, 'UTC')).toBe('31 Dec 2025 23:30');
    expect(exactMoment(now, 'Europe/Berlin')).toBe('24 November 2026 at 09:30:00 Europe/Berlin');
  });
});
