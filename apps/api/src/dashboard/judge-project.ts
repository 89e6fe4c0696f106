import { momentOf, type ProjectFacts } from './project-facts';
import { protectionOf, type Protection } from './protection';

/** How well a project is protected, by what is known of it. */
export function protection({ schedules, lastGood, lastEnded }: ProjectFacts, now: Date): Protection {
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
    lastEnded: lastEnded && { ...lastEnded.backup },
  });
}
