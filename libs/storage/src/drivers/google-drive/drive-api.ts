import type { Readable } from 'node:stream';
import type { HttpClient, HttpReply } from '../../http/http-types';
import { raceSignal } from '../../race-signal';
import type { AccessTokens } from './access-tokens';
import { driveError, notDrive } from './drive-error';

export interface DriveRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: Buffer;
  readonly signal?: AbortSignal | undefined;
  /** As `HttpRequest.deadlineMs`. */
  readonly deadlineMs?: number | undefined;
  /** As `HttpRequest.maxReplyBytes`. */
  readonly maxReplyBytes?: number;
  /** Statuses that mean something to the caller; others from 300 on are errors. */
  readonly passes?: readonly number[];
}

/** Requests to Drive with a valid access token, and Google's errors in our words. Nothing is repeated but for a refused token. */
export class DriveApi {
  /** The clock of Google minus ours, milliseconds; null before the first answer. */
  clockSkewMs: number | null = null;

  constructor(
    private readonly http: HttpClient,
    private readonly tokens: AccessTokens,
  ) {}

  async json(request: DriveRequest): Promise<Record<string, unknown>> {
    const { body } = await this.send(request);
    return parsed(body);
  }

  async send(request: DriveRequest): Promise<HttpReply<Buffer>> {
    return this.#withToken(request, async (sent) => {
      const reply = await this.http.send({ ...sent, expect: 'buffer' });
      return { reply, error: reply.body };
    });
  }

  async stream(request: DriveRequest): Promise<HttpReply<Readable>> {
    return this.#withToken(request, async (sent) => {
      const reply = await this.http.send({ ...sent, expect: 'stream' });
      return { reply, error: reply.status < 300 ? null : await short(reply.body) };
    });
  }

  async #withToken<Body>(
    request: DriveRequest,
    exchange: (sent: Parameters<HttpClient['send']>[0]) => Promise<{ reply: HttpReply<Body>; error: Buffer | null }>,
  ): Promise<HttpReply<Body>> {
    const { json, body, signal, deadlineMs, passes = [], headers, ...rest } = request;
    const content = json === undefined ? body : Buffer.from(JSON.stringify(json));
    const type = json === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' };
    for (let attempt = 0; ; attempt += 1) {
      const asking = this.tokens.token();
      const token = await (signal === undefined ? asking : raceSignal(asking, signal));
      const { reply, error } = await exchange({
        ...rest,
        headers: { ...type, ...headers, authorization: `Bearer ${token}` },
        passes: passes.filter((status) => status < 400),
        ...(content === undefined ? {} : { body: content }),
        ...(signal === undefined ? {} : { signal }),
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
        expect: 'buffer',
      });
      this.#noteClock(reply.headers.date);
      if (reply.status < 300 || passes.includes(reply.status)) return reply;
      if (reply.status !== 401 || attempt > 0) {
        throw driveError(reply.status, reply.headers, error ?? Buffer.alloc(0));
      }
      this.tokens.forget(token);
    }
  }

  #noteClock(date: string | undefined): void {
    const theirs = Date.parse(date ?? '');
    if (!Number.isNaN(theirs)) this.clockSkewMs = theirs - Date.now();
  }
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // SyntaxError: its text quotes the reply.
  }
  throw notDrive();
}

const longestErrorBytes = 64 * 1024;

/** The beginning of an error's body. */
async function short(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > longestErrorBytes) break;
  }
  return Buffer.concat(chunks);
}
