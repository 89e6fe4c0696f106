import type { Principal } from '../oauth/oauth-world';
import type { DriveFile } from './drive-file';
import type { NewFile } from './drive-world';

export const chunkMultiple = 256 * 1024;

/** A resumable upload that has begun. */
export interface UploadSession {
  readonly id: string;
  readonly metadata: NewFile;
  readonly principal: Principal;
  /** `fields` and the other parameters of its start. */
  readonly url: URL;
  readonly chunks: Buffer[];
  received: number;
  /** Once it is finished it says so again to whoever asks. */
  file: DriveFile | null;
  readonly startedAt: number;
}

/** What a `Content-Range` of a PUT means; null for one that isn't well-formed. `total` is null for `*`. */
export type ChunkRange =
  | { readonly is: 'query'; readonly total: number | null }
  | { readonly is: 'chunk'; readonly start: number; readonly end: number; readonly total: number | null };

export function chunkRange(header: string | undefined): ChunkRange | null {
  const query = /^bytes \*\/(\d+|\*)$/.exec(header ?? '');
  if (query !== null) return { is: 'query', total: totalOf(query[1]) };
  const chunk = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header ?? '');
  if (chunk === null) return null;
  const [start, last] = [Number(chunk[1]), Number(chunk[2])];
  return last < start ? null : { is: 'chunk', start, end: last + 1, total: totalOf(chunk[3]) };
}

const totalOf = (text: string | undefined): number | null => (text === '*' ? null : Number(text));
