import type { ApiEvent, Signal } from '../event-hub';

/** One thing that processes tell each other. `gap`: whoever tells has lost something that was to be told. */
export type Message = { readonly event: ApiEvent } | { readonly signal: Signal } | { readonly gap: true };

/** PostgreSQL takes less than 8,000 bytes in one notification (documentation of NOTIFY); the rest is for the head. */
const longestPart = 7_800;

/** Larger ones are not worth it: whoever misses one fetches it again. Characters. */
const longestMessage = 256 * 1024;

/** ASCII only, so that a character is a byte and a text can be cut anywhere. */
const asAscii = (message: Message): string =>
  JSON.stringify(message).replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The notifications that carry a message: `<sender> <number> <part> <parts> <text>`. */
export function pack(sender: string, number: number, message: Message): string[] {
  const whole = asAscii(message);
  const text = whole.length > longestMessage ? asAscii({ gap: true }) : whole;
  const count = Math.ceil(text.length / longestPart);
  return Array.from({ length: count }, (_, part) => {
    const piece = text.slice(part * longestPart, (part + 1) * longestPart);
    return `${sender} ${number} ${part} ${count} ${piece}`;
  });
}

/** Puts the messages of other senders together again. The parts of one come in their order, between those of others. */
export class Unpacking {
  private readonly open = new Map<string, { readonly number: string; readonly parts: string[] }>();

  /** @param self whose own notifications come back, too */
  constructor(private readonly self: string) {}

  /** Null: it is one's own, not complete yet, or nothing of ours. */
  add(notification: string): Message | null {
    const [, sender = '', number = '', part = '', count = '', text = ''] =
      /^([0-9a-f]+) (\d+) (\d+) (\d+) ([^]*)$/.exec(notification) ?? [];
    if (sender === '' || sender === this.self) return null;
    const before = part === '0' ? { number, parts: [] } : this.open.get(sender);
    if (before?.number !== number || before.parts.length !== Number(part)) {
      this.open.delete(sender);
      return null;
    }
    before.parts.push(text);
    if (before.parts.length < Number(count)) {
      this.open.set(sender, before);
      return null;
    }
    this.open.delete(sender);
    return readMessage(before.parts.join(''));
  }
}

function readMessage(text: string): Message | null {
  try {
    return JSON.parse(text) as Message;
  } catch {
    // Somebody else notifies on our channel.
    return null;
  }
}
