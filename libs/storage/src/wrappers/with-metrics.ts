import { pipeline, Transform, type Readable } from 'node:stream';
import type { Storage, Upload, UploadRetry } from '../storage';
import { StorageError, type StorageErrorKind } from '../storage-error';
import type { StorageMetrics, StorageOperation } from './storage-metrics';

/**
 * Tells what goes through a storage. Right around the driver each attempt counts; `withRetries(withMetrics(…), { onRetry })` tells how
 * often there was another.
 */
export function withMetrics(storage: Storage, metrics: StorageMetrics): Storage {
  async function told<T>(operation: StorageOperation, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      metrics.ended(operation, 'ok');
      return result;
    } catch (cause) {
      metrics.ended(operation, kindOf(cause));
      throw cause;
    }
  }

  return {
    async create(key, options) {
      // A driver repeats parts by itself, from its buffers.
      const onRetry = (retry: UploadRetry): void => {
        metrics.retried(retry.cause.kind);
        options.onRetry?.(retry);
      };
      return counted(await told('create', () => storage.create(key, { ...options, onRetry })), metrics, told);
    },
    async get(key, options) {
      try {
        return watched(await storage.get(key, options), metrics);
      } catch (cause) {
        metrics.ended('get', kindOf(cause));
        throw cause;
      }
    },
    stat: (key) => told('stat', () => storage.stat(key)),
    async *list(prefix) {
      try {
        yield* storage.list(prefix);
      } catch (cause) {
        metrics.ended('list', kindOf(cause));
        throw cause;
      }
      metrics.ended('list', 'ok');
    },
    delete: (key, options) => told('delete', () => storage.delete(key, options)),
    sweep: (key, state) => told('sweep', () => storage.sweep(key, state)),
    close: () => storage.close(),
    ...(storage.unfinished === undefined ? {} : { unfinished: storage.unfinished.bind(storage) }),
    ...(storage.usage === undefined ? {} : { usage: storage.usage.bind(storage) }),
    ...(storage.facts === undefined ? {} : { facts: storage.facts.bind(storage) }),
  };
}

type Told = <T>(operation: StorageOperation, work: () => Promise<T>) => Promise<T>;

const counted = (upload: Upload, metrics: StorageMetrics, told: Told): Upload => ({
  async write(chunk) {
    await upload.write(chunk);
    metrics.transferred('up', chunk.length);
  },
  commit: (expected) => told('commit', () => upload.commit(expected)),
  abort: (cause) => upload.abort(cause),
});

function watched(body: Readable, metrics: StorageMetrics): Readable {
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      metrics.transferred('down', chunk.length);
      done(null, chunk);
    },
  });
  return pipeline(body, counter, (cause?: unknown) =>
    metrics.ended('get', cause instanceof Error ? kindOf(cause) : 'ok'),
  );
}

/** A reader that leaves early is no failure of the storage. */
const kindOf = (cause: unknown): StorageErrorKind =>
  cause instanceof StorageError
    ? cause.kind
    : cause instanceof Error && 'code' in cause && cause.code === 'ERR_STREAM_PREMATURE_CLOSE'
      ? 'cancelled'
      : 'unexpected';
