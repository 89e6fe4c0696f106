import type { OverlapPolicy } from '../../api/models/overlap-policy';
import type { SupabasePlan } from '../../api/models/supabase-plan';
import type { BackupType } from '../../api/models/backup-type';

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
}

const minute = 60;
const hour = 3_600;
const day = 86_400;

export const jitters: readonly Choice<number>[] = [
  { value: 0, name: $localize`none` },
  { value: minute, name: $localize`up to 1 min` },
  { value: 5 * minute, name: $localize`up to 5 min` },
  { value: 15 * minute, name: $localize`up to 15 min` },
  { value: 30 * minute, name: $localize`up to 30 min` },
  { value: hour, name: $localize`up to 1 h` },
];

export const graces: readonly Choice<number>[] = [
  { value: 0, name: $localize`never catch up` },
  { value: hour, name: $localize`catch up one run within 1 h` },
  { value: 6 * hour, name: $localize`catch up one run within 6 h` },
  { value: day, name: $localize`catch up one run within 24 h` },
  { value: 3 * day, name: $localize`catch up one run within 3 d` },
  { value: 7 * day, name: $localize`catch up one run within 7 d` },
];

export const overlaps: readonly Choice<OverlapPolicy>[] = [
  { value: 'skip', name: $localize`skip the run` },
  { value: 'queue', name: $localize`wait, then run` },
];

export const types: readonly Choice<BackupType>[] = [
  { value: 'full', name: $localize`Full` },
  { value: 'schema', name: $localize`Schema only` },
  { value: 'data', name: $localize`Data only` },
];

export const plans: readonly Choice<SupabasePlan>[] = [
  { value: 'free', name: $localize`Free` },
  { value: 'pro', name: $localize`Pro` },
  { value: 'team', name: $localize`Team` },
  { value: 'enterprise', name: $localize`Enterprise` },
  { value: 'none', name: $localize`none: nobody counts` },
];

/** With the one that is stored where the list doesn't have it: the API takes any number. */
export const withStored = (choices: readonly Choice<number>[], seconds: number): readonly Choice<number>[] =>
  choices.some(({ value }) => value === seconds)
    ? choices
    : [...choices, { value: seconds, name: $localize`${seconds}:seconds: s` }];
