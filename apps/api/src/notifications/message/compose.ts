import { shown } from '../../names/shown';
import type { NotificationEvent } from '../notification-event.entity';
import { occurrenceKindsDescribed } from '../occurrence-kinds';
import { FactReader } from './fact-reader';
import { cut, type Message, type MessageField } from './message';
import { texts } from './texts';
import { durationText, instantText } from './words';

/** As they are called now; null: gone, or none. */
export interface Names {
  readonly project: string | null;
  readonly destination: string | null;
  readonly schedule: string | null;
}

const longestSubject = 150;

/** The one template of all channels. @param timeZone in which its times are written */
export function compose(event: NotificationEvent, names: Names, timeZone: string, publicUrl: URL): Message {
  const { id, kind, createdAt, projectId, backupId, destinationId, scheduleId } = event;
  const facts = new FactReader(event.facts, timeZone);
  const project = nameOf(names.project, facts, 'project');
  const destination = nameOf(names.destination, facts, 'destination');
  const schedule = nameOf(names.schedule, facts, 'schedule');
  const { subject, text, effect, nextStep } = texts[kind](facts, {
    project: project ?? 'a project',
    destination: destination ?? 'a destination',
    schedule: schedule ?? 'its schedule',
  });
  const seconds = facts.number('seconds');
  const fields: [string, string | null][] = [
    ['Project', project],
    ['Destination', destination],
    ['Schedule', schedule],
    ['Stored', facts.bytes('storedBytes')],
    ['Took', seconds === null ? null : durationText(seconds)],
    ['Time', instantText(createdAt, timeZone)],
  ];
  return {
    id,
    kind,
    tone: occurrenceKindsDescribed[kind].tone,
    at: createdAt.toISOString(),
    subject: cut(subject, longestSubject),
    text,
    effect: effect ?? null,
    nextStep: nextStep ?? null,
    fields: fields.filter((field): field is [string, string] => field[1] !== null).map(toField),
    link: new URL(pathOf(event), publicUrl).href,
    ids: { project: projectId, backup: backupId, destination: destinationId, schedule: scheduleId },
  };
}

const toField = ([label, value]: [string, string]): MessageField => ({ label, value });

/** Names come from people: whatever is in them, they stay one line (H32). */
const nameOf = (name: string | null, facts: FactReader, fact: string): string | null =>
  name === null ? facts.text(fact) : shown(name);

function pathOf({ backupId, projectId, destinationId, scheduleId, kind }: NotificationEvent): string {
  if (backupId !== null) return `backups/${backupId}`;
  if (kind === 'backup.missed' && scheduleId !== null) return `schedules/${scheduleId}`;
  if (destinationId !== null) return `destinations/${destinationId}`;
  if (projectId !== null) return `projects/${projectId}`;
  return scheduleId === null ? '' : `schedules/${scheduleId}`;
}
