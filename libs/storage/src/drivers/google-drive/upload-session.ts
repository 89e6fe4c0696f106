import { lastStepMs } from '../../stall-limit';
import type { DriveApi } from './drive-api';
import { notDrive } from './drive-error';
import { driveFile, type DriveFile } from './drive-file';

/** What Google has of an upload. */
export type Acknowledged =
  /** Bytes from the beginning. */
  | { readonly is: 'open'; readonly bytes: number }
  | { readonly is: 'finished'; readonly file: DriveFile }
  /** Google knows nothing of it any more: "start the upload from the beginning". */
  | { readonly is: 'lost' };

/** One session of a resumable upload: https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable */
export class UploadSession {
  constructor(
    private readonly api: DriveApi,
    private readonly url: URL,
  ) {}

  /** Sends the bytes that begin at `start`; `total` is known only with the last ones, of which there may be none. */
  async put(body: Buffer, start: number, total: number | null, signal: AbortSignal): Promise<Acknowledged> {
    const bytes = body.length === 0 ? '*' : `${start}-${start + body.length - 1}`;
    return this.#sent(body, `bytes ${bytes}/${total ?? '*'}`, signal, total === null ? undefined : lastStepMs);
  }

  /** How much came, after a request whose answer didn't. */
  async ask(signal: AbortSignal): Promise<Acknowledged> {
    return this.#sent(Buffer.alloc(0), 'bytes */*', signal);
  }

  /** Best effort, 499 is its "done": a session that stays is invisible and ends after a week. */
  async cancel(): Promise<void> {
    const passes = [400, 404, 410, 499];
    await this.api.send({ method: 'DELETE', url: this.url, body: Buffer.alloc(0), passes });
  }

  async #sent(body: Buffer, contentRange: string, signal: AbortSignal, deadlineMs?: number): Promise<Acknowledged> {
    const { status, headers, ...reply } = await this.api.send({
      method: 'PUT',
      url: this.url,
      headers: { 'content-range': contentRange },
      body,
      signal,
      passes: [308, 404, 410],
      deadlineMs,
    });
    if (status === 308) return { is: 'open', bytes: bytesIn(headers.range) };
    if (status === 404 || status === 410) return { is: 'lost' };
    return { is: 'finished', file: driveFile(jsonOf(reply.body)) };
  }
}

/** No header at all while nothing is there; the last byte is inclusive. */
function bytesIn(range: string | undefined): number {
  if (range === undefined) return 0;
  const last = /^(?:bytes=)?0-(\d{1,16})$/.exec(range)?.[1];
  if (last === undefined) throw notDrive();
  return Number(last) + 1;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    // SyntaxError: its text quotes the reply.
    throw notDrive();
  }
}
