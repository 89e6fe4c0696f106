import fc from 'fast-check';
import { countNames, defaultRule, ruleForm, ruleOf, showRule, turnedDown } from './rule-form';

const rules = fc.record({
  ...(Object.fromEntries(countNames.map((name) => [name, fc.integer({ min: 1, max: 1_000 })])) as Record<
    (typeof countNames)[number],
    fc.Arbitrary<number>
  >),
  maxBytes: fc.option(fc.integer({ min: 1, max: 2 ** 50 })),
});

describe('P-WEB-405 the fields of a retention rule', () => {
  it('give back the rule that they were given', () => {
    fc.assert(fc.property(rules, (rule) => expect(ruleOf(ruleForm(rule))).toEqual(rule)));
    const form = ruleForm();
    showRule(form, { ...defaultRule, daily: 3, maxBytes: 40 * 2 ** 30 });
    expect(form.value).toMatchObject({ daily: 3, maxBytes: '40 GiB' });
  });

  it.each([
    ['daily', -1, 'Daily must be a whole number from 0 to 10000.'],
    ['weekly', 1.5, 'Weekly must be a whole number from 0 to 10000.'],
    ['keepDays', 40_000, 'Days must be a whole number from 0 to 36525.'],
    ['minKeep', 0, 'Never below must be a whole number from 1 to 1000.'],
    ['yearly', null, 'Yearly must be a whole number from 0 to 10000.'],
  ] as const)('H27 say their range: %s of %p', (name, value, problem) => {
    const form = ruleForm();
    form.controls[name].setValue(value);
    expect([form.controls[name].errors, ruleOf(form)]).toEqual([{ problem }, null]);
  });

  it('a budget is a size with its unit, or nothing', () => {
    const form = ruleForm();
    form.controls.maxBytes.setValue('40');
    expect(ruleOf(form)).toBeNull();
    form.controls.maxBytes.setValue('1.5 GiB');
    expect(ruleOf(form)?.maxBytes).toBe(1.5 * 2 ** 30);
  });

  it('know which parts keep less than before', () => {
    expect(turnedDown(defaultRule, { ...defaultRule, daily: 3, weekly: 9 })).toEqual(['daily']);
    expect(turnedDown(defaultRule, { ...defaultRule, maxBytes: 1 })).toEqual(['maxBytes']);
    expect(turnedDown({ ...defaultRule, maxBytes: 1 }, { ...defaultRule, maxBytes: 2 })).toEqual([]);
    expect(turnedDown({ ...defaultRule, maxBytes: 1 }, defaultRule)).toEqual([]);
  });
});
