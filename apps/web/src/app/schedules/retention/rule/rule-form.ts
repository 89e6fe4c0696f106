import { FormControl, FormGroup, type AbstractControl, type ValidationErrors } from '@angular/forms';
import type { RetentionRuleDto } from '../../../api/models/retention-rule-dto';
import { parseSize, sizeText } from '../../../config-form/size-text';

/** The parts of a rule that are numbers of copies or days. */
export const countNames = [
  'keepLast',
  'keepDays',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'minKeep',
] as const;
export type CountName = (typeof countNames)[number];

export type RuleForm = FormGroup<Record<CountName, FormControl<number | null>> & { maxBytes: FormControl<string> }>;

/** Seven days, four weeks, six months: what a new schedule starts with (apps/api/src/retention/rule.ts). */
export const defaultRule: RetentionRuleDto = {
  keepLast: 0,
  keepDays: 0,
  hourly: 0,
  daily: 7,
  weekly: 4,
  monthly: 6,
  yearly: 0,
  minKeep: 3,
  maxBytes: null,
};

export const ruleNames: Readonly<Record<CountName | 'maxBytes', string>> = {
  keepLast: $localize`Newest`,
  keepDays: $localize`Days`,
  hourly: $localize`Hourly`,
  daily: $localize`Daily`,
  weekly: $localize`Weekly`,
  monthly: $localize`Monthly`,
  yearly: $localize`Yearly`,
  minKeep: $localize`Never below`,
  maxBytes: $localize`Budget`,
};

/** What the service takes (apps/api/src/retention/rule-limits.ts). */
const mostOf = (name: CountName): number => ({ keepDays: 36_525, minKeep: 1_000 })[name as string] ?? 10_000;

export function ruleForm(rule: RetentionRuleDto = defaultRule): RuleForm {
  const counts = Object.fromEntries(countNames.map((name) => [name, countControl(name, rule[name])]));
  const maxBytes = new FormControl(budgetText(rule), {
    nonNullable: true,
    validators: ({ value }: AbstractControl<string>) =>
      isBudget(value) ? null : problem($localize`Budget must be a size, like 40 GiB.`),
  });
  return new FormGroup({ ...counts, maxBytes }) as unknown as RuleForm;
}

export function showRule(form: RuleForm, rule: RetentionRuleDto): void {
  form.reset({ ...Object.fromEntries(countNames.map((name) => [name, rule[name]])), maxBytes: budgetText(rule) });
}

/** Null: something of it can't be sent. */
export function ruleOf(form: RuleForm): RetentionRuleDto | null {
  const { maxBytes, ...counts } = form.getRawValue();
  if (!isBudget(maxBytes) || countNames.some((name) => !isCount(name, counts[name]))) return null;
  return { ...(counts as Record<CountName, number>), maxBytes: parseSize(maxBytes) };
}

const budgetText = ({ maxBytes }: RetentionRuleDto): string => (maxBytes === null ? '' : sizeText(maxBytes));
const isBudget = (text: string): boolean => text.trim() === '' || (parseSize(text) ?? 0) >= 1;
const isCount = (name: CountName, value: number | null): value is number =>
  Number.isInteger(value) && Number(value) >= leastOf(name) && Number(value) <= mostOf(name);
const leastOf = (name: CountName): number => (name === 'minKeep' ? 1 : 0);
const problem = (text: string): ValidationErrors => ({ problem: text });

function countControl(name: CountName, value: number): FormControl<number | null> {
  const text = $localize`${ruleNames[name]}:name: must be a whole number from ${leastOf(name)}:least: to ${mostOf(name)}:most:.`;
  return new FormControl<number | null>(value, {
    nonNullable: true,
    validators: ({ value: given }: AbstractControl<number | null>) => (isCount(name, given) ? null : problem(text)),
  });
}

/** Which parts keep less than before: these can delete something. */
export function turnedDown(before: RetentionRuleDto, now: RetentionRuleDto): readonly (CountName | 'maxBytes')[] {
  const counts = countNames.filter((name) => now[name] < before[name]);
  const isTighter = now.maxBytes !== null && (before.maxBytes === null || now.maxBytes < before.maxBytes);
  return isTighter ? [...counts, 'maxBytes'] : counts;
}
