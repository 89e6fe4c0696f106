import type { Readable } from 'node:stream';
import { StorageError } from '../../storage-error';
import type { DriveFile } from './drive-file';
import type { DriveFiles } from './drive-files';

interface Part {
  readonly key: string;
  /** Exclusive, and larger than `start`. */
  readonly end: number;
  readonly start: number;
  readonly signal: AbortSignal | undefined;
}

/** The bytes [start, end) as they come; what the reply says of itself must be what was asked for. */
export async function mediaOf(files: DriveFiles, { id, size }: DriveFile, part: Part): Promise<Readable> {
  const { start, end, key, signal } = part;
  const whole = start === 0 && end === size;
  const { status, headers, body } = await files.media(id, whole ? null : `bytes=${start}-${end - 1}`, signal);
  const length = headers['content-length'];
  const fits = whole
    ? status === 200
    : status === 206 && headers['content-range'] === `bytes ${start}-${end - 1}/${size}`;
  if (fits && (length === undefined || Number(length) === end - start)) return body;
  body.destroy();
  throw new StorageError(
    'size-mismatch',
    `Google Drive answered with other bytes of "${key}" than ${start} to ${end}, which were asked for.`,
    'Try again; if it stays, check whether a proxy is in between.',
  );
}
