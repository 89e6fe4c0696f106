/** The browser's stream of server-sent events, spoken to by a test. jsdom has none. */
export class FakeEventSource extends EventTarget {
  static readonly opened: FakeEventSource[] = [];
  static get last(): FakeEventSource {
    const last = FakeEventSource.opened.at(-1);
    if (last === undefined) throw new Error('no stream was opened');
    return last;
  }
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  isClosed = false;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  close(): void {
    this.isClosed = true;
  }

  say(type: string, data: object, lastEventId: string): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify({ type, ...data }), lastEventId }));
  }
}
