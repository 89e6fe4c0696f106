import { StorageError } from '../../../storage-error';
import type { DavLimits } from '../dav-limits';

/** Before the second attempt, the third …, milliseconds. */
const pauses = [500, 2_000, 8_000];
/** Whoever asks for more patience ends the upload. Milliseconds. */
const longestPause = 60_000;

/** Repeats a request whose body is a buffer: a lost connection, a busy server or a lock need not end the whole upload. */
export async function fromBuffer(send: () => Promise<void>, { wait }: DavLimits, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await send();
      return;
    } catch (cause) {
      const pause = pauses[attempt];
      if (signal.aborted || pause === undefined || !(cause instanceof StorageError)) throw cause;
      const asked = cause.retryAfterMs ?? 0;
      if (!(cause.retriable || cause.kind === 'locked') || asked > longestPause) throw cause;
      await wait(Math.max(pause, asked), signal);
    }
  }
}
