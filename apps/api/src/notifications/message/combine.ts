import { occurrenceKindsDescribed } from '../occurrence-kinds';
import type { OccurrenceKind } from '../occurrence';
import { cut, type Message } from './message';

/** So many of one kind at once are told one by one; more are one message. */
export const mostAlone = 5;

const mostNamed = 20;
const longestText = 1_500;

/**
 * One message for many of the same kind: after a night without the service nobody wants one for each of four hundred schedules.
 * @param messages at least one, the oldest first; the id of the first is that of the whole
 */
export function combine(kind: OccurrenceKind, messages: readonly Message[], publicUrl: URL): Message | null {
  const [first] = messages;
  if (first === undefined) return null;
  const named = messages.slice(0, mostNamed).map(({ subject }) => subject);
  const more = messages.length - named.length;
  const text = `${named.join('; ')}${more === 0 ? '' : `; and ${more} more`}.`;
  return {
    ...first,
    subject: `${messages.length} × ${occurrenceKindsDescribed[kind].title}`,
    text: cut(text, longestText),
    fields: first.fields.filter(({ label }) => label === 'Time').map(({ value }) => ({ label: 'Since', value })),
    link: new URL('', publicUrl).href,
    ids: { project: null, backup: null, destination: null, schedule: null },
  };
}
