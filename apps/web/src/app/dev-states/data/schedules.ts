import type { RetentionDotDto } from '../../api/models/retention-dot-dto';
import type { KeptReasonCode } from '../../api/models/kept-reason-code';
import type { HeatDay } from '../../schedules/days/heat-day';
import { aDot, aPreview, aSet } from '../../schedules/retention/testing/previews';
import { aRun, aSchedule } from '../../schedules/testing/schedules';

export const schedules = [
  aSchedule(),
  aSchedule({
    id: 's2',
    name: 'Working hours',
    projectName: 'analytics-eu',
    cron: '0 8-18 * * 1-5',
    timeZone: 'America/St_Johns',
    nextSlot: '2026-11-24T11:30:00Z',
    lastRun: { backupId: 'b2', status: 'failed', shownStatus: 'failed', createdAt: '2026-11-23T21:30:00Z' },
    missedCount: 3,
  }),
  aSchedule({
    id: 's3',
    name: 'Every month',
    projectName: 'crm',
    cron: '30 2 L * *',
    enabled: false,
    nextSlot: null,
    lastRun: null,
  }),
  aSchedule({
    id: 's4',
    name: 'Every hour',
    projectName: 'billing',
    cron: '30 * * * *',
    waitingSlot: '2026-11-24T08:30:00Z',
  }),
];

/** Around the night on which clocks go forward, with one in the autumn far behind. */
export const runs = [
  ...[23, 24, 25, 26, 27].map((day) => aRun(`2027-03-${day}T02:30`)),
  aRun('2027-03-28T03:00', { dst: 'gap', intended: '02:30', offset: '+02:00' }),
  ...[29, 30, 31].map((day) => aRun(`2027-03-${day}T02:30`, { offset: '+02:00' })),
  aRun('2027-04-01T06:00', { offset: '+02:00', movedFromLocal: '2027-04-01T02:30' }),
  aRun('2027-10-31T02:30', { dst: 'repeat' }),
];

/** A rule that was turned down from eighteen daily backups to seven: design/screens/schedule.png. */
const dots: RetentionDotDto[] = [
  aDot(0, ['min_keep', 'daily', 'weekly', 'monthly']),
  aDot(1, ['min_keep', 'daily', 'weekly']),
  aDot(2, ['min_keep', 'daily']),
  ...[3, 4, 5, 6].map((day) => aDot(day, ['daily'])),
  ...[7, 9, 10, 11, 12, 13, 14, 16, 17].map((day) => aDot(day, [])),
  ...[8, 15].map((day) => aDot(day, ['weekly'])),
  aDot(20, [], {
    fate: 'kept',
    locked: true,
    reasons: [{ code: 'locked' satisfies KeptReasonCode, hard: true, text: 'locked' }],
  }),
  ...[24, 55, 85, 116, 146].map((day) => aDot(day, ['monthly'])),
];
export const retention = aPreview([
  aSet({ dots }),
  aSet({ key: 'schedule:s1:d2:full', destinationId: 'd2', destinationName: 'Nextcloud', dots }),
]);

const date = (n: number): string => new Date(Date.UTC(2026, 10, 24 + n)).toISOString().slice(0, 10);
const results = ['ok', 'ok', 'gaps', 'ok', 'failed', 'ok', 'missed', 'ok', 'ok', 'none'] as const;

export const days: readonly HeatDay[] = [
  ...Array.from({ length: 28 }, (_, n): HeatDay => {
    const result = results[n % results.length] ?? 'ok';
    const runs = result === 'none' || result === 'missed' ? 0 : 1 + (n % 4);
    return { date: date(n - 27), when: n === 27 ? 'today' : 'past', result, runs, planned: n === 27 ? 2 : 0 };
  }),
  ...Array.from({ length: 14 }, (_, n): HeatDay => ({
    date: date(n + 1),
    when: 'coming',
    result: null,
    runs: 0,
    planned: n % 5,
  })),
];
