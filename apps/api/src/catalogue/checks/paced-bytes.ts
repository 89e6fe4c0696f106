import { StorageError, type Storage, type StoredObject } from '@stowbase/storage';
import type { Pace } from '../../backups/queue/pace';

export interface Reading {
  readonly signal: AbortSignal;
  readonly pace: Pace;
  /** Resolves when the next piece may be asked for: something of more weight may go on. */
  mayGoOn(): Promise<void>;
  /** Resolves when so many bytes more may have been read. */
  limit(bytes: number): Promise<void>;
}

/** Asked for at once. While we wait for something else no request is open, which a store would end as stalled. */
const pieceBytes = 64 * 1024 * 1024;

/** So often a piece is asked for again from where it broke off without a byte in between, and how long after, milliseconds. */
const patience = [1_000, 4_000, 16_000, 60_000] as const;

/** All of an object, of that one object: pieces behind each other, over connections that break. */
export async function* pacedBytes(
  storage: Storage,
  { key, size, etag }: StoredObject,
  reading: Reading,
): AsyncGenerator<Buffer> {
  const { signal, pace } = reading;
  let at = 0;
  for (let failures = 0; at < size;) {
    await reading.mayGoOn();
    signal.throwIfAborted();
    const range = { start: at, end: Math.min(size, at + pieceBytes) };
    try {
      const body = await storage.get(key, { range, signal, ...(etag === undefined ? {} : { ifMatch: etag }) });
      for await (const chunk of body as AsyncIterable<Buffer>) {
        at += chunk.length;
        failures = 0;
        yield chunk;
        await reading.limit(chunk.length);
      }
    } catch (error) {
      const pause = patience[failures];
      if (!mayGoAway(error) || pause === undefined || signal.aborted) throw error;
      failures += 1;
      await pace.pause(pause, signal);
    }
  }
}

const mayGoAway = (error: unknown): boolean =>
  error instanceof StorageError && (error.retriable || error.kind === 'stalled');
