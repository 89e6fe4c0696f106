import type { Readable } from 'node:stream';
import type { HttpClient, HttpReply, HttpRequest } from '../../http/http-types';
import { placeOf } from '../../http/network-error';
import { StorageError } from '../../storage-error';
import { davError, type Told } from './dav-error';

export interface Login {
  readonly username: string;
  readonly password: string;
}

type Asked = Omit<HttpRequest, 'method' | 'url' | 'expect'>;

const appPassword =
  'Use an app password (Nextcloud: Settings › Security); with two-factor sign-in the password of the account is refused.';

const mostAttempts = 3;
/** What may be asked again: that changes nothing, and says enough. */
const repeatable = new Set(['GET', 'PROPFIND', 'MKCOL', 'DELETE']);

/** Signed requests to one server. Basic sign-in goes along with each: cookies would make sessions that pile up on the server. */
export class DavClient {
  readonly #authorization: string;
  /** The server's clock minus ours, milliseconds. */
  clockSkewMs: number | null = null;
  signInHint = appPassword;

  constructor(
    private readonly http: HttpClient,
    { username, password }: Login,
  ) {
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  /** The whole of a short reply. */
  ask(method: string, url: URL, asked: Asked = {}): Promise<HttpReply<Buffer>> {
    return this.#seen(method, () => this.http.send({ ...this.#signed(method, url, asked), expect: 'buffer' }));
  }

  /** Only the status matters. */
  tell(method: string, url: URL, asked: Asked = {}): Promise<HttpReply<Buffer>> {
    return this.#seen(method, () => this.http.send({ ...this.#signed(method, url, asked), expect: 'nothing' }));
  }

  open(url: URL, asked: Asked = {}): Promise<HttpReply<Readable>> {
    return this.#seen('GET', () => this.http.send({ ...this.#signed('GET', url, asked), expect: 'stream' }));
  }

  error(told: Told, key: string, url: URL): StorageError {
    return davError(told, { key, place: placeOf(url), signInHint: this.signInHint });
  }

  close(): Promise<void> {
    return this.http.close();
  }

  #signed(method: string, url: URL, asked: Asked): Omit<HttpRequest, 'expect'> {
    return { ...asked, method, url, headers: { ...asked.headers, authorization: this.#authorization } };
  }

  /** Servers close connections that were idle, also at the moment when the next request is on its way: it is then sent on another. */
  async #seen<Body>(method: string, send: () => Promise<HttpReply<Body>>): Promise<HttpReply<Body>> {
    for (let attempt = 1; ; attempt += 1) {
      const before = Date.now();
      try {
        const reply = await send();
        const date = Date.parse(reply.headers.date ?? '');
        // A Date header has whole seconds: half of one is added on the average.
        if (!Number.isNaN(date)) this.clockSkewMs = date + 500 - (before + Date.now()) / 2;
        return reply;
      } catch (cause) {
        if (attempt === mostAttempts || !repeatable.has(method) || !wasCut(cause)) throw cause;
      }
    }
  }
}

function wasCut(cause: unknown): boolean {
  if (!(cause instanceof StorageError) || cause.kind !== 'unreachable') return false;
  const code = cause.cause instanceof Error && 'code' in cause.cause ? cause.cause.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
