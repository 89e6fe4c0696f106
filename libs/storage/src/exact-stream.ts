import { Readable } from 'node:stream';
import { asStorageError, cancelled, StorageError } from './storage-error';

interface ExactStreamOptions {
  readonly key: string;
  /** So many bytes must come. */
  readonly bytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** The source, as long as it has exactly so many bytes: a short or a longer one ends in an error, never well. */
export function exactStream(source: Readable, { key, bytes, signal }: ExactStreamOptions): Readable {
  const exact = Readable.from(counted(source, key, bytes), { objectMode: false });
  const onAbort = (): void => void exact.destroy(cancelled(signal?.reason));
  exact.once('close', () => {
    signal?.removeEventListener('abort', onAbort);
    source.destroy();
  });
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return exact;
}

async function* counted(source: AsyncIterable<Buffer>, key: string, bytes: number): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    for await (const chunk of source) {
      read += chunk.length;
      if (read > bytes) break;
      yield chunk;
    }
  } catch (cause) {
    throw asStorageError(cause, `reading "${key}"`);
  }
  if (read === bytes) return;
  throw new StorageError(
    'size-mismatch',
    `${read > bytes ? 'More than' : 'Only'} ${Math.min(read, bytes)} of ${bytes} bytes came while "${key}" was read.`,
    'Try again; if it stays, the copy is cut: verify the backup.',
  );
}
