import type { BackupStatus } from '../backups/backup.entity';
import type { Day } from './days';
import type { DayOfRuns } from './history';

/** What a cell of the strip shows, the worst first; `before` there was no project yet. */
export const dayResults = ['failed', 'missed', 'gaps', 'running', 'ok', 'none', 'before'] as const;
export type DayResult = (typeof dayResults)[number];

export interface StripDay {
  readonly result: DayResult;
  readonly runs: number;
}

const resultOf = {
  queued: 'running',
  running: 'running',
  committing: 'running',
  succeeded: 'ok',
  failed: 'failed',
  interrupted: 'failed',
  missed: 'missed',
  // Somebody wanted none.
  cancelled: 'none',
} as const satisfies Record<BackupStatus, DayResult>;

/** One cell a day; the worst result of a day wins. */
export function stripOf(days: readonly Day[], createdAt: Date, runs: ReadonlyMap<number, DayOfRuns>): StripDay[] {
  return days.map(({ ends }, n) => {
    const day = runs.get(n);
    if (day === undefined) return { result: createdAt >= ends ? 'before' : 'none', runs: 0 };
    const results = [...day.runs.keys()].map((status): DayResult => resultOf[status]);
    if (day.lacking) results.push('gaps');
    const result = dayResults.find((one) => results.includes(one)) ?? 'none';
    return { result, runs: [...day.runs.values()].reduce((sum, count) => sum + count, 0) };
  });
}
