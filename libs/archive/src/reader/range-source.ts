import { open, type FileHandle } from 'node:fs/promises';
import { ArchiveError } from '../errors';

/**
 * Bytes that can be read anywhere. Ranges are absolute (suffix ranges differ between servers), so the size is asked first.
 * `read` gives exactly `endExclusive - start` bytes or rejects.
 */
export interface RangeSource {
  size(): Promise<number>;
  read(start: number, endExclusive: number): Promise<Buffer>;
  close?(): Promise<void>;
}

/** A local file. It is opened at the first use. */
export function fileSource(path: string): RangeSource {
  let opened: Promise<FileHandle> | undefined;
  const handle = (): Promise<FileHandle> => (opened ??= open(path, 'r'));
  return {
    async size() {
      return (await (await handle()).stat()).size;
    },
    async read(start, endExclusive) {
      const bytes = Buffer.allocUnsafe(endExclusive - start);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await (await handle()).read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) throw shortRead(start + filled, endExclusive);
        filled += bytesRead;
      }
      return bytes;
    },
    async close() {
      await (await opened)?.close();
      opened = undefined;
    },
  };
}

/** @throws ArchiveError `unreadable-source` when the source gives another number of bytes than it was asked for */
export async function readRange(source: RangeSource, start: number, endExclusive: number): Promise<Buffer> {
  const bytes = await source.read(start, endExclusive);
  if (bytes.length !== endExclusive - start) throw shortRead(start + bytes.length, endExclusive);
  return bytes;
}

/** A source that remembers what it failed with: whoever decodes its bytes may take that for damage. */
export interface WatchedSource extends RangeSource {
  readonly failure: { readonly cause: unknown } | null;
}

/** For one piece of work: a read that fails in another one is none of its business. */
export function watchedSource(source: RangeSource): WatchedSource {
  let failure: WatchedSource['failure'] = null;
  return {
    get failure() {
      return failure;
    },
    size: () => source.size(),
    async read(start, endExclusive) {
      try {
        return await readRange(source, start, endExclusive);
      } catch (cause) {
        failure ??= { cause };
        throw cause;
      }
    },
  };
}

/** A range as a stream of reads of at most 1 MiB. */
export async function* rangeStream(source: RangeSource, start: number, endExclusive: number): AsyncGenerator<Buffer> {
  for (let at = start; at < endExclusive;) {
    const wanted = Math.min(1024 * 1024, endExclusive - at);
    yield await readRange(source, at, at + wanted);
    at += wanted;
  }
}

function shortRead(at: number, wanted: number): ArchiveError {
  return new ArchiveError(
    'unreadable-source',
    `The archive ended at byte ${at} while it was read up to byte ${wanted}.`,
    'Check that nothing writes to the file, then try again.',
  );
}
