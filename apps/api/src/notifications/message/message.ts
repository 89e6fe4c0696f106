import { occurrenceKinds } from '../occurrence';

/** What is told: an occurrence, a digest, or that somebody presses "Send test". */
export const messageKinds = [...occurrenceKinds, 'service.digest', 'service.test'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** How it is meant: a colour or an icon where the channel has one. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad';

export interface MessageField {
  readonly label: string;
  readonly value: string;
}

/**
 * What a channel sends, the same for all of them. Every text is plain, one line and without control characters; a channel escapes it for
 * its own format. Survives JSON. Never a secret: it goes to foreign services.
 */
export interface Message {
  /** The same for each try, so that a receiver can tell a repetition: a UUID. */
  readonly id: string;
  readonly kind: MessageKind;
  readonly tone: Tone;
  /** When it happened, ISO 8601. */
  readonly at: string;
  /** At most 150 characters. */
  readonly subject: string;
  /** What happened: a sentence or two. */
  readonly text: string;
  /** What it means for the data. */
  readonly effect: string | null;
  /** What to do. */
  readonly nextStep: string | null;
  readonly fields: readonly MessageField[];
  /** The page that shows it. */
  readonly link: string | null;
  /** For programs; null: it is about none. */
  readonly ids: {
    readonly project: string | null;
    readonly backup: string | null;
    readonly destination: string | null;
    readonly schedule: string | null;
  };
}

/** As plain text, for channels without a format of their own. */
export function plainText({ text, effect, nextStep, fields, link }: Message): string {
  const parts = [text, effect, nextStep, fields.map(({ label, value }) => `${label}: ${value}`).join('\n'), link];
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}

/** At most so many characters, none of them cut in half, with a mark where something is missing. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text
    .slice(0, longest - 1)
    .toWellFormed()
    .replace(/\ufffd$/u, '')}…`;
}
