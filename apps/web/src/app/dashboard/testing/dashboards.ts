import type { DashboardDestinationDto } from '../../api/models/dashboard-destination-dto';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import type { DashboardProjectDto } from '../../api/models/dashboard-project-dto';
import type { LastGoodDto } from '../../api/models/last-good-dto';
import type { ProjectState } from '../../api/models/project-state';
import type { StateReasonDto } from '../../api/models/state-reason-dto';

export const now = new Date('2026-11-24T07:31:00Z');
export const GiB = 1024 ** 3;
export const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();

/** The last 90 days, the last one is today. */
export const days: string[] = Array.from({ length: 90 }, (_, n) =>
  new Date(Date.UTC(2026, 10, 24 - 89 + n)).toISOString().slice(0, 10),
);

export const aReason = (code: StateReasonDto['code'], change: Partial<StateReasonDto> = {}): StateReasonDto => ({
  code,
  text: `About ${code}.`,
  backupId: 'b1',
  destinationId: null,
  ...change,
});

export const aLastGood = (change: Partial<LastGoodDto> = {}): LastGoodDto => ({
  backupId: 'b1',
  at: hoursAgo(6),
  shownStatus: 'complete',
  seconds: 372,
  rawBytes: 9 * GiB,
  storedBytes: 2 * GiB,
  verifiedLevel: 0,
  verifiedAt: null,
  copies: [{ destinationId: 'd1', name: 'Local disk', type: 'local_mapped', status: 'stored' }],
  ...change,
});

/** Protected, by a backup of six hours ago. */
export const aProject = (name: string, change: Partial<DashboardProjectDto> = {}): DashboardProjectDto => ({
  id: name,
  name,
  state: 'protected',
  reasons: [],
  lastGood: aLastGood(),
  nextRunAt: hoursAgo(-18),
  live: null,
  strip: Array.from({ length: 30 }, () => ({ result: 'ok', runs: 1 })),
  sizes: days.map((_, n) => 2 * GiB + n * 1024 ** 2),
  seconds: days.map(() => 372),
  ...change,
});

export const aDestination = (name: string, change: Partial<DashboardDestinationDto> = {}): DashboardDestinationDto => ({
  id: name,
  name,
  type: 'local_mapped',
  state: 'ready',
  problem: null,
  problemCode: null,
  totalBackups: 42,
  totalSize: 104 * GiB,
  availableSpace: 56 * GiB,
  lastTested: hoursAgo(4),
  fullInDays: null,
  ...change,
});

const order: readonly ProjectState[] = ['not_protected', 'at_risk', 'protected', 'paused', 'not_set_up'];

/** As the service would judge these projects. */
export function aDashboard(
  projects: readonly DashboardProjectDto[],
  destinations: readonly DashboardDestinationDto[] = [aDestination('Local disk', { id: 'd1' })],
): DashboardDto {
  const counts = { protected: 0, at_risk: 0, not_protected: 0, not_set_up: 0, paused: 0 };
  for (const { state } of projects) counts[state] += 1;
  const times = (of: (project: DashboardProjectDto) => string | null | undefined): string[] =>
    projects.flatMap((project) => of(project) ?? []).sort();
  return {
    at: now.toISOString(),
    latestEvent: '1',
    timeZone: 'UTC',
    days,
    verdict: {
      state: order.find((state) => counts[state] > 0) ?? 'not_set_up',
      counts,
      lastGoodAt: times(({ lastGood }) => lastGood?.at).at(-1) ?? null,
      nextRunAt: times(({ nextRunAt }) => nextRunAt)[0] ?? null,
    },
    projects: [...projects].sort(
      (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.name.localeCompare(b.name),
    ),
    destinations: [...destinations],
    notices: { channels: [], approvals: [], copies: [] },
  };
}
