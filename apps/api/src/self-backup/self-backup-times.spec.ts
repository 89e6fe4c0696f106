import { nextSelfBackup, type KnownSelfBackups } from './self-backup-times';

const at = (text: string): Date => new Date(`2026-03-${text}Z`);

describe('when the records are backed up next', () => {
  const none: KnownSelfBackups = { lastSuccess: null, last: null, changedAt: null };
  const done = (text: string): KnownSelfBackups => ({
    ...none,
    ...{ lastSuccess: at(text), last: { at: at(text), failed: false } },
  });
  const next = (known: KnownSelfBackups, now: string): string => {
    const { at: time, reason } = nextSelfBackup(known, at(now));
    return `${reason} ${time.toISOString().slice(8, 16)}`;
  };

  it.each([
    ['once a day at ten past two', done('10T02:10:00'), '10T15:00:00', 'daily 11T02:10'],
    ['at once when that time was missed', done('09T02:10:00'), '10T15:00:00', 'daily 10T02:10'],
    ['at once when there never was one', none, '10T15:00:00', 'daily 10T02:10'],
    ['when the set-up has come to rest', { ...none, changedAt: at('10T14:59:00') }, '10T15:00:00', 'daily 10T15:01'],
    [
      'two minutes behind the last change',
      { ...done('10T02:10:00'), changedAt: at('10T15:00:00') },
      '10T15:00:30',
      'change 10T15:02',
    ],
    [
      'a quarter of an hour behind the one before, however much is changed',
      { ...done('10T15:00:00'), changedAt: at('10T15:03:00') },
      '10T15:05:00',
      'change 10T15:15',
    ],
    [
      'an hour behind one that failed',
      { ...done('09T02:10:00'), last: { at: at('10T02:10:00'), failed: true } },
      '10T02:20:00',
      'daily 10T03:10',
    ],
  ])('P-SELF-1 %s', (_, known, now, expected) => expect(next(known, now)).toBe(expected));
});
