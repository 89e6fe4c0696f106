import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { RuledUpload } from '../../ruled-upload';
import type { CreateOptions, Upload } from '../../storage';
import { withinStallLimit } from '../../stall-limit';
import { StorageError } from '../../storage-error';

/** A browser that takes not even so much in two minutes has stopped; a slow one takes far more. */
const pieceBytes = 64 * 1024;

export interface BrowserTarget {
  /** The response, after its head was sent. */
  readonly body: Writable;
  /** Cuts the connection so that the browser sees a failure (`socket.resetAndDestroy()`). An `end()` would look like a whole file. */
  reset(): void;
}

/**
 * An upload into a response. `commit` ends it well, only after size and SHA-256 agree; everything else resets the connection.
 * A browser that goes away fails the next write, and the one that waits, with kind `cancelled`; one that
 * takes nothing for two minutes is `stalled`.
 */
export function browserUpload(fileName: string, target: BrowserTarget, options: CreateOptions): Upload {
  const { body } = target;
  const gone = new AbortController();
  let ended = false;
  body.on('error', (cause) => gone.abort(goneAway(fileName, cause)));
  body.once('close', () => {
    if (!ended) gone.abort(goneAway(fileName));
  });
  if (body.destroyed) gone.abort(goneAway(fileName));
  let size = 0;
  return new RuledUpload(
    fileName,
    { ...options, signal: AbortSignal.any([options.signal, gone.signal]) },
    (failed) => ({
      write: async (chunk) => {
        for (let start = 0; start < chunk.length; start += pieceBytes) {
          const piece = chunk.subarray(start, start + pieceBytes);
          size += piece.length;
          if (!body.write(piece)) await withinStallLimit(once(body, 'drain', { signal: failed }), fileName);
        }
      },
      publish: async () => {
        await withinStallLimit(endWell(body, fileName), fileName);
        ended = true;
        return { key: fileName, size, modified: new Date() };
      },
      discard: () => {
        target.reset();
        return Promise.resolve();
      },
    }),
  );
}

/** Resolves when the last byte was handed to the network, and the end of the response with it. */
function endWell(body: Writable, fileName: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const lost = (cause?: unknown): void => reject(goneAway(fileName, cause));
    if (body.destroyed) return lost();
    body.once('finish', resolve).once('error', lost).once('close', lost);
    body.end();
  });
}

const goneAway = (fileName: string, cause?: unknown): StorageError =>
  new StorageError(
    'cancelled',
    `The browser closed the connection before "${fileName}" was complete.`,
    'Delete the unfinished file and start the download again.',
    { cause },
  );
