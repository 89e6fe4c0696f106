import fc from 'fast-check';
import { invisible } from '../../names/shown';
import type { NotificationEvent } from '../notification-event.entity';
import { occurrenceKinds, type OccurrenceKind } from '../occurrence';
import { compose } from './compose';
import { cut, plainText } from './message';
import { bytesText, durationText, hoursText, instantText } from './words';

const publicUrl = new URL('https://stowbase.example/');
const none = { project: null, destination: null, schedule: null };
const event = (kind: OccurrenceKind, facts: NotificationEvent['facts'] = {}): NotificationEvent => ({
  id: '3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10',
  kind,
  key: kind,
  projectId: null,
  backupId: null,
  destinationId: null,
  scheduleId: null,
  facts,
  createdAt: new Date('2026-11-28T02:30:00Z'),
  dispatchedAt: null,
});

describe('the template', () => {
  it.each(occurrenceKinds)('%s reads well with nothing known', (kind) => {
    const { subject, text, link } = compose(event(kind), none, 'UTC', publicUrl);
    expect([subject, text].join(' ')).not.toMatch(/undefined|null|NaN|\$\{|\s\s/);
    expect(subject.length).toBeGreaterThan(10);
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(link).toBe('https://stowbase.example/');
  });

  it('H31 H32 P-NOTIFY-24 whatever names and error texts hold: one line each, no control character, no end of reach', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(fc.constantFrom(...occurrenceKinds), anything, anything, (kind, name, error) => {
        const facts = { error, nextStep: error, gaps: error, missingAt: error, member: error, reason: error };
        const names = { project: name, destination: name, schedule: name };
        const message = compose(event(kind, facts), names, 'Europe/Berlin', publicUrl);
        expect(message.subject.length).toBeLessThanOrEqual(150);
        const { subject, text, effect, nextStep, fields } = message;
        for (const line of [subject, text, effect ?? '', nextStep ?? '', ...fields.map(({ value }) => value)])
          expect(line.search(invisible)).toBe(-1);
        expect(plainText(message).isWellFormed()).toBe(true);
      }),
      { seed: 24, numRuns: 300 },
    );
  });

  it('says the time in the zone of the channel, and the words of the states', () => {
    const facts = { lastGoodAt: '2026-11-27T02:30:00Z', error: 'No route.', state: 'interrupted' };
    const message = compose(event('backup.failed', facts), { ...none, project: 'Shop' }, 'Asia/Kathmandu', publicUrl);
    expect(message).toMatchObject({
      subject: 'Interrupted: backup of Shop',
      text: 'No route.',
      effect: 'Your last good backup, of 27 Nov 2026, 08:15 (Asia/Kathmandu), is untouched.',
      fields: [
        { label: 'Project', value: 'Shop' },
        { label: 'Time', value: '28 Nov 2026, 08:15 (Asia/Kathmandu)' },
      ],
    });
  });

  it('tells of several missed backups at once, and why', () => {
    const facts = { count: 3, reason: 'downtime', slot: '2026-11-28T02:30:00Z' };
    const { subject, text } = compose(
      event('backup.missed', facts),
      { ...none, project: 'Shop', schedule: 'Nightly' },
      'UTC',
      publicUrl,
    );
    expect([subject, text]).toEqual([
      'Missed: 3 backups of Shop',
      '3 backups that Nightly had planned were not started: the service was not running.',
    ]);
  });
});

describe('words', () => {
  it.each([
    [bytesText(0), '0 bytes'],
    [bytesText(1_023), '1023 bytes'],
    [bytesText(1_536), '1.5 KiB'],
    [bytesText(3 * 1024 ** 4), '3.0 TiB'],
    [durationText(59), '59 s'],
    [durationText(3_600), '1 h'],
    [durationText(3_900), '1 h 5 min'],
    [hoursText(24), '24 hours'],
    [hoursText(48), '2 days'],
    [instantText(new Date('2026-11-28T02:30:00Z'), 'Mars/Olympus'), '28 Nov 2026, 02:30 (UTC)'],
    [cut('abc', 3), 'abc'],
    [cut('abcd', 3), 'ab…'],
    [cut('a💾💾', 3), 'a…'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
