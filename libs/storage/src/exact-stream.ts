import { pipeline, Transform, type Readable } from 'node:stream';
import { asStorageError, cancelled, StorageError } from './storage-error';

interface ExactStreamOptions {
  readonly key: string;
  /** So many bytes must come. */
  readonly bytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** The source, as long as it has exactly so many bytes: a short or a longer one ends in an error, never well. */
export function exactStream(source: Readable, { key, bytes, signal }: ExactStreamOptions): Readable {
  let read = 0;
  const exact = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length;
      if (read > bytes) done(notExact(key, bytes, 'More than', bytes));
      else done(null, chunk);
    },
    flush(done) {
      done(read === bytes ? null : notExact(key, bytes, 'Only', read));
    },
  });
  // Before the pipeline's own listeners, so that the reader sees the translated error. Nobody may listen yet: that is no crash.
  exact.on('error', () => undefined);
  source.once('error', (cause) => exact.destroy(asStorageError(cause, `reading "${key}"`)));
  source.once('close', () => {
    if (!source.readableEnded) exact.destroy(notExact(key, bytes, 'Only', read));
  });
  const onAbort = (): void => void exact.destroy(cancelled(signal?.reason));
  if (signal?.aborted === true) {
    onAbort();
    source.destroy();
    return exact;
  }
  signal?.addEventListener('abort', onAbort, { once: true });
  pipeline(source, exact, () => {
    signal?.removeEventListener('abort', onAbort);
    source.destroy();
  });
  return exact;
}

const notExact = (key: string, bytes: number, how: 'Only' | 'More than', read: number): StorageError =>
  new StorageError(
    'size-mismatch',
    `${how} ${read} of ${bytes} bytes came while "${key}" was read.`,
    'Try again; if it stays, the copy is cut: verify the backup.',
  );
