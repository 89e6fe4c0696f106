import { promisedHours } from '../../dashboard/promised-hours';
import { momentOf, type ProjectFacts } from '../../dashboard/project-facts';
import type { Condition } from './episodes';

const hour = 3_600_000;

/**
 * A project without a good backup within the time that its schedules promise and the grace. A schedule that was just made, changed or
 * switched on has promised nothing before. Null: it is in time, or nothing is promised.
 */
export function overdueOf(facts: ProjectFacts, now: Date, graceHours: number): Condition | null {
  // Only backups of everything make a project safe.
  const promising = facts.schedules.filter(({ enabled, type }) => enabled && type === 'full');
  if (promising.length === 0) return null;
  const hours = promisedHours(promising);
  const promisedSince = Math.min(...promising.map(({ effectiveFrom }) => effectiveFrom.getTime()));
  const lastGood = facts.lastGood === null ? null : momentOf(facts.lastGood);
  const since = Math.max(promisedSince, lastGood?.getTime() ?? 0);
  if (now.getTime() - since <= (hours + graceHours) * hour) return null;
  return {
    kind: 'backup.overdue',
    about: facts.id,
    projectId: facts.id,
    facts: { lastGoodAt: lastGood?.toISOString() ?? null, promisedHours: hours },
  };
}
