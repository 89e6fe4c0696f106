import { sentenceOf } from './sentence';

describe('P-WEB-401 the sentence of a rule', () => {
  it.each([
    ['30 2 * * *', 'At 02:30, every day'],
    ['0 * * * *', 'Every hour, every day'],
    ['30 2 * * 1-5', 'At 02:30, Monday through Friday'],
    ['30 2 L * *', 'At 02:30, on the last day of the month'],
    ['30 2 1 * 1', 'At 02:30, on day 1 of the month, or on Monday'],
    ['*/20 8-18 1 * 1-5', 'Every 20 minutes, between 08:00 and 18:59, on day 1 of the month, or Monday through Friday'],
    ['30 2 1 1 0,3', 'At 02:30, on day 1 of the month, only in January, or on Sunday and Wednesday'],
    ['0 3 * * 1#2', 'At 03:00, on the second Monday of the month'],
  ])('%s', async (cron, sentence) => expect(await sentenceOf(cron)).toBe(sentence));

  it.each(['', '30 2 * *', '61 2 * * *', 'every night'])('%p has none', async (cron) =>
    expect(await sentenceOf(cron)).toBeNull(),
  );
});
