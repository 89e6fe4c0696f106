/** How events are kept and told. */
export interface EventSettings {
  /** Milliseconds between two pings of a stream. */
  readonly pingMs: number;
  /** What is kept for those who come back, and how far a reader may lag behind: events, and bytes of them. */
  readonly keptEvents: number;
  readonly keptBytes: number;
  /** Streams that one user may have open. A browser without HTTP/2 opens six at most. */
  readonly streamsPerUser: number;
  /** Pings for which a reader may leave unread what it was sent. */
  readonly patience: number;
}

export const standardSettings: EventSettings = {
  pingMs: 15_000,
  keptEvents: 1_000,
  keptBytes: 1024 * 1024,
  streamsPerUser: 12,
  patience: 4,
};

/** DI token of the {@link EventSettings}. */
export const EVENT_SETTINGS = Symbol('EVENT_SETTINGS');
