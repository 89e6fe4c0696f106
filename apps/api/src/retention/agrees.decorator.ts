import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { RetentionRule } from './rule';
import { contradictionOf } from './rule-limits';

/** A field that must go together with the others of its rule. */
export const Agrees = (field: 'keepLast' | 'minKeep'): PropertyDecorator =>
  ValidateBy({
    name: 'agrees',
    validator: {
      validate: (_: unknown, args?: ValidationArguments) => contradictionOf(ruleOf(args), field) === null,
      defaultMessage: (args?: ValidationArguments) => `${field} ${contradictionOf(ruleOf(args), field) ?? ''}`,
    },
  });

/** Only what is a number at all: the rest is told by its own field. */
function ruleOf(args: ValidationArguments | undefined): Partial<RetentionRule> {
  const numbers = Object.entries(args?.object ?? {}).filter(([, value]) => Number.isInteger(value));
  return Object.fromEntries(numbers);
}
