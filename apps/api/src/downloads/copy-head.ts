import type { Response } from 'express';
import { readRange, type ByteRange } from './byte-range';

export interface CopyFile {
  /** Bytes. */
  readonly size: number;
  /** The same for the same bytes. */
  readonly etag: string;
  readonly fileName: string;
}

/** What a request asks of a file. `unsatisfiable`: nothing that the file has. */
export type Part = ByteRange | 'unsatisfiable' | null;

/** `If-Range` asks for the whole file when it isn't the same any more: a part of another file would be appended to what is there. */
export function partOf(headers: { range?: string | undefined; 'if-range'?: string | undefined }, file: CopyFile): Part {
  const ifRange = headers['if-range'];
  return ifRange === undefined || ifRange === file.etag ? readRange(headers.range, file.size) : null;
}

/** The head of the reply, always with the length: a cut is seen by every client then. */
export function setCopyHead(response: Response, file: CopyFile, part: Part): void {
  const { size, etag, fileName } = file;
  response.set({
    'accept-ranges': 'bytes',
    etag,
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  if (part === 'unsatisfiable') {
    response.status(416).set({ 'content-range': `bytes */${size}`, 'content-length': '0' });
    return;
  }
  // Its name in the form of RFC 6266, whatever is in it.
  response.attachment(fileName).type('application/x-tar');
  const { start, end } = part ?? { start: 0, end: size };
  response.set('content-length', String(end - start));
  if (part !== null) response.status(206).set('content-range', `bytes ${start}-${end - 1}/${size}`);
}
