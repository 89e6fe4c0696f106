import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { fieldProblems } from '../http/field-problems';
import { defaultRule, type RetentionRule } from './rule';
import { RetentionRuleDto } from './rule.dto';

/** By field, what is said about a rule. */
async function problemsOf(change: object): Promise<Record<string, string>> {
  const rule = plainToInstance(RetentionRuleDto, { ...defaultRule, ...change });
  const problems = fieldProblems(await validate(rule));
  return Object.fromEntries(problems.map(({ field, message }) => [field, message]));
}

const counts = ['keepLast', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

describe('H27 the numbers of a retention rule', () => {
  it.each<[string, Partial<RetentionRule>]>([
    ['the one that a schedule starts with', {}],
    ['nothing but the last ones', { daily: 0, weekly: 0, monthly: 0, keepLast: 3 }],
    ['nothing but days', { daily: 0, weekly: 0, monthly: 0, keepDays: 1 }],
    ['the least', { daily: 1, weekly: 0, monthly: 0, minKeep: 1 }],
    ['a budget', { maxBytes: 1 }],
    ['the most', { keepLast: 10_000, keepDays: 36_525, minKeep: 1_000, maxBytes: Number.MAX_SAFE_INTEGER }],
  ])('%s are taken (H27)', async (_, change) => {
    expect(await problemsOf(change)).toEqual({});
  });

  it.each([-1, 1e9, 1.5, '3', NaN, Infinity, null, true, [3], {}])('%p is told its range (H27)', async (value) => {
    for (const field of counts)
      expect((await problemsOf({ [field]: value }))[field]).toBe(`"${field}" must be a whole number from 0 to 10000.`);
    expect(await problemsOf({ keepDays: value })).toEqual({
      keepDays: '"keepDays" must be a whole number from 0 to 36525.',
    });
  });

  it.each([0, -1, 1e9, '3', NaN, null])('minKeep: at least one is always kept, never %p (H27)', async (value) => {
    expect(await problemsOf({ minKeep: value })).toEqual({
      minKeep: '"minKeep" must be a whole number from 1 to 1000.',
    });
  });

  it.each([0, -1, 2 ** 53, '3', NaN])('maxBytes: null or a size, never %p (H27)', async (value) => {
    expect(Object.keys(await problemsOf({ maxBytes: value }))).toEqual(['maxBytes']);
  });

  it.each([...counts, 'keepDays', 'minKeep', 'maxBytes'])(
    '%s is to be given: what is deleted is not guessed (H27)',
    async (field) => {
      expect(await problemsOf({ [field]: undefined })).toEqual({ [field]: `"${field}" is missing.` });
    },
  );

  it('a rule that keeps fewer than minKeep is refused, and says what it keeps (H27)', async () => {
    expect(await problemsOf({ keepLast: 2 })).toEqual({
      keepLast: '"keepLast" must be 0 or at least 3, which is what minKeep keeps anyway.',
    });
    expect(await problemsOf({ daily: 1, weekly: 1, monthly: 0 })).toEqual({
      minKeep: '"minKeep" must not be more than what the rule keeps otherwise, which is 2 at most.',
    });
    expect(await problemsOf({ daily: 0, weekly: 0, monthly: 0 })).toEqual({
      minKeep: '"minKeep" must not be more than what the rule keeps otherwise, which is 0 at most.',
    });
  });
});
