import type { Message } from './parcels';

/** So much waits for a database that is away; then the oldest goes, and everybody has to fetch again. */
const most = 2_000;

/** What is to be told to other processes. Of a run only the newest progress waits. */
export class Outbox {
  private readonly waiting = new Map<string, Message>();
  private number = 0;

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  add(message: Message): void {
    const key = keyOf(message, (this.number += 1));
    this.waiting.delete(key);
    this.waiting.set(key, message);
    if (this.waiting.size > most) this.lose();
  }

  /** Up to 100, the oldest first. */
  take(): Message[] {
    const taken = [...this.waiting].slice(0, 100);
    for (const [key] of taken) this.waiting.delete(key);
    return taken.map(([, message]) => message);
  }

  /** What waits is given up: those who hear of it fetch everything again. */
  lose(): void {
    this.waiting.clear();
    this.waiting.set('gap', { gap: true });
  }
}

function keyOf(message: Message, number: number): string {
  if ('gap' in message) return 'gap';
  if ('event' in message && /\.progress$/.test(message.event.type)) return `${message.event.type} ${message.event.id}`;
  return String(number);
}
