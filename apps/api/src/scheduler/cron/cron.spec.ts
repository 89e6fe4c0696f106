import fc from 'fast-check';
import { ApiError } from '../../errors/api-error';
import { anyRule, anyZone } from '../testing/random-rule';
import { checkTiming } from './check-timing';
import { readFields } from './fields';
import { checkZone, timeZones } from './zones';

const now = new Date('2026-11-20T12:00:00Z');

function refusal(cron: string, timeZone = 'UTC', more: { jitterSeconds?: number; minMinutes?: number } = {}): object {
  try {
    checkTiming({ cron, timeZone, blackout: [], jitterSeconds: more.jitterSeconds ?? 0 }, more.minMinutes ?? 5, now);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, message, options } = error;
    expect(options.nextStep).toMatch(/\.$/);
    return { code, field: options.field, part: options.more?.['part'], says: message };
  }
  return { code: 'taken' };
}

const taken = { code: 'taken' };

describe('the rule of a schedule', () => {
  it.each([
    ['', /exactly five fields.* this one has 0\.$/],
    [' ', /this one has 0\.$/],
    ['30 2 * *', /this one has 4\.$/],
    ['0 30 2 * * *', /this one has 6\.$/],
    ['30  2 * * *', /this one has 5 with other spaces\.$/],
    [' 30 2 * * *', /this one has 5 with other spaces\.$/],
    ['30 2 * * *\n', /this one has 5 with other spaces\.$/],
    ['30\t2 * * *', /this one has 5 with other spaces\.$/],
    ['@daily', /this one has 1\.$/],
  ])('H22 %j is not five fields', (cron, says) => {
    expect(refusal(cron)).toMatchObject({
      code: 'CRON_INVALID',
      field: 'cron',
      part: undefined,
      says: expect.stringMatching(says) as string,
    });
  });

  it.each([
    ['60 * * * *', 'minute', 'The field of the minute has "60": it goes from 0 to 59.'],
    ['0 25 * * *', 'hour', 'The field of the hour has "25": it goes from 0 to 23.'],
    ['0 0 0 * *', 'day', 'The field of the day has "0": it goes from 1 to 31.'],
    ['0 0 1 13 *', 'month', 'The field of the month has "13": it goes from 1 to 12, or JAN and so on.'],
    ['0 0 * * 8', 'weekday', 'The field of the weekday has "8": it goes from 0 to 7, or SUN and so on.'],
    ['*/0 * * * *', 'minute', 'The field of the minute has "*/0": a step goes from 1 to 60.'],
    ['0 */99 * * *', 'hour', 'The field of the hour has "*/99": a step goes from 1 to 24.'],
    ['5-1 * * * *', 'minute', 'The field of the minute has "5-1": the first one is after the second.'],
    ['0 22-2 * * *', 'hour', 'The field of the hour has "22-2": the first one is after the second.'],
    ['a b c d e', 'minute', 'The field of the minute has "A": it goes from 0 to 59.'],
    ['5/5 * * * *', 'minute', 'The field of the minute has "5/5": a step stands behind * or behind a range like 0-59.'],
    ['0 0 * * MON#6', 'weekday', 'The field of the weekday has "MON#6": behind # stands a number from 1 to 5.'],
    ['0 0 * * FRI-SUN', 'weekday', 'The field of the weekday has "FRI-SUN": the first one is after the second.'],
    ['0 0 15W * *', 'day', 'The field of the day has "15W": it goes from 1 to 31.'],
    ['0 ? * * *', 'hour', 'The field of the hour has "?", which means nothing here.'],
    ['0 0 +1 * *', 'day', 'The field of the day has "+", which means nothing here.'],
    ['0 0 * * @', 'weekday', 'The field of the weekday has "@", which means nothing here.'],
    ['0 1,,2 * * *', 'hour', 'The field of the hour has nothing between two commas.'],
    ['0 1-2-3 * * *', 'hour', 'The field of the hour has "1-2-3", which is no range.'],
    ['*/5/5 * * * *', 'minute', 'The field of the minute has "*/5/5" with two steps.'],
    ['1e1 * * * *', 'minute', 'The field of the minute has "1E1": it goes from 0 to 59.'],
    ['0 -1 * * *', 'hour', 'The field of the hour has "": it goes from 0 to 23.'],
    ['0 0 1 ＪAN *', 'month', 'The field of the month has "Ｊ", which means nothing here.'],
  ])('H22 %j names the field that is wrong', (cron, part, says) => {
    expect(refusal(cron)).toEqual({ code: 'CRON_INVALID', field: 'cron', part, says });
  });

  it.each(['0 0 30 2 *', '0 0 31 4 *', '0 0 31 2,4,6,9,11 *'])('H23 %j never runs', (cron) => {
    expect(refusal(cron)).toEqual({
      code: 'SCHEDULE_NEVER_RUNS',
      field: 'cron',
      part: undefined,
      says: `The rule "${cron}" never runs: no month has such a day.`,
    });
  });

  it.each([
    ['* * * * *', /Two of its times lie 1 minute apart; there must be at least 5 minutes between them\./],
    ['*/4 * * * *', /lie 4 minutes apart/],
    ['0,59 * * * *', /lie 1 minute apart/],
    ['58 1,2 * * *', null],
    ['*/5 * * * *', null],
  ])('H24 %j', (cron, says) => {
    if (says === null) return expect(refusal(cron)).toEqual(taken);
    expect(refusal(cron)).toMatchObject({
      code: 'SCHEDULE_TOO_OFTEN',
      field: 'cron',
      says: expect.stringMatching(says) as string,
    });
  });

  it('H24 may run as often as the setting says', () => {
    expect(refusal('* * * * *', 'UTC', { minMinutes: 1 })).toEqual(taken);
    expect(refusal('0 * * * *', 'UTC', { minMinutes: 61 })).toMatchObject({ code: 'SCHEDULE_TOO_OFTEN' });
  });

  it.each([
    'CET+1',
    '',
    'Mars/X',
    'europe/berlin',
    'utc',
    '+01:00',
    'Europe/Berlin ',
    'GMT+1',
    'EUROPE/BERLIN',
    'x'.repeat(64),
  ])('H26 %j is no zone', (zone) => {
    expect(refusal('30 2 * * *', zone)).toMatchObject({ code: 'TIME_ZONE_UNKNOWN', field: 'timeZone' });
  });

  it('H26 takes every zone that it offers, and old names of them', () => {
    for (const zone of [...timeZones(), 'Asia/Kathmandu', 'Asia/Katmandu', 'US/Pacific', 'Etc/GMT+5'])
      expect(() => checkZone(zone)).not.toThrow();
    expect(timeZones()).toContain('UTC');
  });

  it('has a jitter that is shorter than the time between two of its times', () => {
    expect(refusal('*/10 * * * *', 'UTC', { jitterSeconds: 599 })).toEqual(taken);
    expect(refusal('*/10 * * * *', 'UTC', { jitterSeconds: 600 })).toMatchObject({
      code: 'JITTER_TOO_LONG',
      field: 'jitterSeconds',
      says: 'The jitter of 10 minutes must be shorter than the 10 minutes between two of its times.',
    });
  });

  it('is taken whatever it says that means something', () => {
    fc.assert(
      fc.property(anyRule, anyZone, ({ cron }, zone) => {
        const said = refusal(cron, zone, { minMinutes: 0 });
        if ('code' in said && said.code !== 'SCHEDULE_NEVER_RUNS') expect(said).toEqual(taken);
      }),
      { seed: 22, numRuns: 40 },
    );
  });

  it('H22 is refused by a sentence whatever it is, never by an error of a library', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(...'0123456789*/,-#L '.split('')), maxLength: 24 }),
      fc
        .array(fc.string({ unit: fc.constantFrom(...'0159*/,-#LFRIJAN'.split('')), minLength: 1, maxLength: 5 }), {
          minLength: 5,
          maxLength: 5,
        })
        .map((fields) => fields.join(' ')),
    );
    const codes = ['CRON_INVALID', 'SCHEDULE_NEVER_RUNS', 'SCHEDULE_TOO_OFTEN', 'taken'];
    fc.assert(
      fc.property(text, (cron) => {
        expect(codes).toContain((refusal(cron) as { code: string }).code);
      }),
      { seed: 23, numRuns: 1_000 },
    );
  });

  it('reads names and what only a calendar knows', () => {
    const { month, weekday, day } = readFields('0 0 L jan-mar,DEC fri#2,SUN,5L');
    expect([month.values, weekday.values, weekday.isSpecial, day.values, day.isSpecial]).toEqual([
      [1, 2, 3, 12],
      [0],
      true,
      [],
      true,
    ]);
  });
});
