import type { Actor } from '../accounts/access';
import type { NewRun } from '../backups/transitions/claim';
import type { Schedule } from './schedule.entity';

/** The run of a schedule. @param slot null: somebody asks for it beside its slots; it belongs to the schedule's set all the same */
export function scheduledRun(
  schedule: Schedule,
  project: NewRun['project'],
  destinations: NewRun['destinations'],
  recipients: readonly string[],
  asked: { readonly slot: Date } | { readonly slot: null; readonly actor: Actor },
): NewRun {
  const { id, type, options, maxRunSeconds } = schedule;
  const by =
    asked.slot === null
      ? ({ trigger: asked.actor.kind === 'token' ? 'api' : 'manual', actor: asked.actor } as const)
      : ({ trigger: 'schedule', actor: null } as const);
  return { project, ...by, type, options, recipients, destinations, maxRunSeconds, schedule: { id, slot: asked.slot } };
}
