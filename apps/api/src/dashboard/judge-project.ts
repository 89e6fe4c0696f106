import { momentOf, type ProjectFacts } from './project-facts';
import { protectionOf, type Protection } from './protection';

/** How well a project is protected, by what is known of it. */
export function protection(facts: ProjectFacts, now: Date): Protection {
  const { schedules, lastGood, lastEnded } = facts;
  return protectionOf({
    now,
    schedules,
    lastGood: lastGood && {
      id: lastGood.backup.id,
      at: momentOf(lastGood),
      gaps: lastGood.backup.gaps,
      copies: lastGood.copies.map(({ destinationId, destinationName: name, status }) => ({
        destinationId,
        name,
        status,
      })),
    },
    lastEnded: isMadeUpFor(facts) ? lastGood && { ...lastGood.backup } : lastEnded && { ...lastEnded.backup },
  });
}

/** A slot was missed because the backup before it still went on: once that is good, nothing is lacking. */
function isMadeUpFor({ lastGood, lastEnded }: Pick<ProjectFacts, 'lastGood' | 'lastEnded'>): boolean {
  if (lastEnded?.backup.status !== 'missed') return false;
  const finishedAt = lastGood?.backup.finishedAt ?? null;
  return finishedAt !== null && finishedAt >= lastEnded.backup.createdAt;
}
