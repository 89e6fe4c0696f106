import type { ApprovalSummaryDto } from '../../api/models/approval-summary-dto';
import type { PreviewRunDto } from '../../api/models/preview-run-dto';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import type { SchedulePreviewDto } from '../../api/models/schedule-preview-dto';
import type { SchedulePresetsDto } from '../../api/models/schedule-presets-dto';
import { defaultRule } from '../retention/rule/rule-form';

/** Every night in Berlin, to one destination. */
export const aSchedule = (change: Partial<ScheduleDto> = {}): ScheduleDto => ({
  id: 's1',
  name: 'Every night',
  projectId: 'p1',
  projectName: 'shop',
  destinationIds: ['d1'],
  type: 'full',
  options: {},
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  jitterSeconds: 0,
  graceSeconds: 86_400,
  overlap: 'skip',
  blackout: [],
  maxRunMinutes: null,
  retention: defaultRule,
  plan: 'pro',
  quotaBytes: null,
  enabled: true,
  nextSlot: '2026-11-25T01:30:00Z',
  dueAt: '2026-11-25T01:30:00Z',
  waitingSlot: null,
  lastRun: {
    backupId: 'b1',
    status: 'succeeded',
    shownStatus: 'complete',
    createdAt: '2026-11-24T01:30:00Z',
  },
  missedCount: 0,
  version: 3,
  createdAt: '2026-11-01T10:00:00Z',
  updatedAt: '2026-11-01T10:00:00Z',
  ...change,
});

export const aRun = (local: string, change: Partial<PreviewRunDto> = {}): PreviewRunDto => ({
  at: new Date(`${local}:00Z`).toISOString(),
  local,
  offset: '+01:00',
  weekday: 0,
  dst: null,
  intended: null,
  runsTwice: false,
  movedFrom: null,
  movedFromLocal: null,
  ...change,
});

export const aSchedulePreview = (change: Partial<SchedulePreviewDto> = {}): SchedulePreviewDto => ({
  runs: [25, 26, 27, 28, 29, 30].map((day) => aRun(`2026-11-${day}T02:30`)),
  inBlackout: 0,
  eitherDay: false,
  smallestGapSeconds: 86_400,
  runsPerMonth: 30,
  cost: null,
  ...change,
});

export const somePresets: SchedulePresetsDto = {
  presets: [{ name: 'nightly', title: 'Every night', cron: '30 2 * * *', retention: defaultRule }],
  plans: [{ plan: 'pro', egressBytes: 250e9 }],
  timeZones: ['Asia/Kathmandu', 'Europe/Berlin', 'UTC'],
  minMinutes: 5,
};

export const anApproval = (change: Partial<ApprovalSummaryDto> = {}): ApprovalSummaryDto => ({
  id: 'a1',
  projectId: 'p1',
  projectName: 'shop',
  destinationId: 'd1',
  destinationName: 'Local disk',
  scheduleId: 's1',
  scheduleName: 'Every night',
  state: 'waiting',
  cause: 'many',
  listId: 'f'.repeat(64),
  count: 9,
  bytes: 17.9 * 2 ** 30,
  createdAt: '2026-11-24T01:36:00Z',
  updatedAt: '2026-11-24T01:36:00Z',
  decidedBy: null,
  decidedAt: null,
  ...change,
});
