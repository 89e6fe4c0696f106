import { defaultRule, type RetentionRule } from '../retention/rule';

export const presetNames = ['hourly', 'nightly', 'weekly', 'monthly'] as const;
export type PresetName = (typeof presetNames)[number];

export interface Preset {
  readonly name: PresetName;
  readonly title: string;
  readonly cron: string;
  readonly retention: RetentionRule;
}

/** Not at full hours of the night: others choose those. */
export const presets: readonly Preset[] = [
  {
    name: 'hourly',
    title: 'Every hour',
    cron: '30 * * * *',
    retention: { ...defaultRule, hourly: 24, daily: 7, weekly: 4, monthly: 6 },
  },
  { name: 'nightly', title: 'Every night', cron: '30 2 * * *', retention: defaultRule },
  {
    name: 'weekly',
    title: 'Every week',
    cron: '30 2 * * 0',
    retention: { ...defaultRule, daily: 0, weekly: 8, monthly: 6 },
  },
  {
    name: 'monthly',
    title: 'Every month',
    cron: '30 2 1 * *',
    retention: { ...defaultRule, daily: 0, weekly: 0, monthly: 12 },
  },
];
