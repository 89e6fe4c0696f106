import { pipeline } from 'node:stream/promises';
import { StorageError, type Storage } from '@stowbase/storage';
import type { Request, Response } from 'express';
import type { BackupCopy } from '../backups/backup-copy.entity';
import { partOf, setCopyHead, type CopyFile } from './copy-head';
import { fail } from './downloads.errors';
import { exactly } from './exactly';
import { ClientGone, responseSink } from './response-sink';

export interface CopySource {
  readonly storage: Storage;
  readonly copy: BackupCopy;
  /** See `DownloadLimits`. */
  readonly stallMs: number;
}

/**
 * A stored copy, or the part that is asked for, into a response. The bytes are counted, those of a whole file hashed as well; what can't
 * be finished ends by a reset, never by an ordinary end. Resolves with true when the client has the end of the file.
 * @throws ApiError `COPY_DAMAGED`, StorageError: while nothing was sent yet, so that they can be replied
 */
export async function sendCopy(request: Request, response: Response, source: CopySource): Promise<boolean> {
  const { storage, copy, stallMs } = source;
  const file = fileOf(copy);
  const part = partOf(request.headers, file);
  if (part === 'unsatisfiable') {
    setCopyHead(response, file, part);
    response.end();
    return false;
  }
  const { key } = copy;
  if (key === null) throw damaged();
  const stored = await storage.stat(key).catch(lost);
  if (stored.size !== file.size) throw damaged();
  const gone = new AbortController();
  response.once('close', () => gone.abort(new ClientGone()));
  const options = { ...(part === null ? {} : { range: part }), signal: gone.signal };
  const body = await storage.get(key, options).catch(lost);
  if (response.closed) {
    body.destroy();
    throw new ClientGone();
  }
  const { start, end } = part ?? { start: 0, end: file.size };
  setCopyHead(response, file, part);
  response.flushHeaders();
  await pipeline(body, exactly(end - start, part === null ? copy.sha256 : null), responseSink(response, stallMs));
  return end === file.size;
}

/** @throws ApiError `COPY_DAMAGED` when its size was never known */
export function fileOf({ key, size, sha256, id }: BackupCopy): CopyFile {
  if (size === null) throw damaged();
  return { size, etag: `"${sha256 ?? id}"`, fileName: fileNameOf(key) };
}

/** The last segment of the object's key. */
export const fileNameOf = (key: string | null): string => key?.split('/').at(-1) ?? 'backup.tar';

/** A destination that can't be reached says so itself. */
function lost(cause: unknown): never {
  throw cause instanceof StorageError && cause.kind === 'not-found' ? damaged(cause) : cause;
}

const damaged = (cause?: unknown): Error =>
  fail('COPY_DAMAGED', 'The destination does not give this copy as it was stored.', {
    nextStep: 'Check the copy, and take another one if the backup has it.',
    cause,
  });
