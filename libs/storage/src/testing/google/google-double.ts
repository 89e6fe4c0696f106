import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Call, Operation, Reply } from './call';
import { Clock } from './clock';
import { DriveWorld } from './drive/drive-world';
import { FileRoutes } from './drive/file-routes';
import { ListRoute } from './drive/list-route';
import { media } from './drive/media-route';
import { UploadRoutes } from './drive/upload-routes';
import { Faults, type Fault } from './faults';
import { driveErrors, GoogleError } from './google-error';
import { unknownParameter } from './known-parameters';
import { authorize, type IssuedCode } from './oauth/authorize';
import { OAuthError } from './oauth/oauth-error';
import { OAuthWorld } from './oauth/oauth-world';
import { token } from './oauth/token';
import { operationOf } from './operation';
import { send } from './send-reply';

/** By the names under which the driver of Google Drive takes other addresses. */
export interface GoogleEndpoints extends Readonly<Record<string, string>> {
  readonly apiBase: string;
  readonly uploadBase: string;
  readonly tokenUrl: string;
  readonly authUrl: string;
}

/** Faults that come instead of what was asked for. */
const instead: ReadonlySet<Fault['kind']> = new Set(['redirect', 'page', 'silence']);

/**
 * Google on 127.0.0.1, true to its protocol where the driver and the sign-in use it: OAuth (code flow with PKCE, refresh, service
 * accounts) and Drive v3 (metadata, search, resumable uploads, downloads). Each behaviour names the public page it comes from.
 */
export class GoogleDouble {
  readonly clock = new Clock();
  readonly oauth = new OAuthWorld(this.clock);
  readonly drive = new DriveWorld(this.clock);
  readonly faults = new Faults();
  readonly lists = new ListRoute(this.drive);
  /** What was asked, in order. */
  readonly calls: Operation[] = [];
  /** Before each is done. */
  onCall: (operation: Operation) => void = () => undefined;
  readonly #files = new FileRoutes(this.drive);
  readonly uploads = new UploadRoutes(this.drive, this.#files, this.clock);
  #refusal: OAuthError | null = null;
  readonly #codes = new Map<string, IssuedCode>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<GoogleDouble> {
    const double = new GoogleDouble();
    double.#server.listen(0, '127.0.0.1');
    await once(double.#server, 'listening');
    return double;
  }

  /** From now on no token is given, for that reason. */
  refuseTokens(error: OAuthError): void {
    this.#refusal = error;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get endpoints(): GoogleEndpoints {
    return this.endpointsAt(this.port);
  }

  /** The same behind a proxy. */
  endpointsAt(port: number): GoogleEndpoints {
    const origin = `http://127.0.0.1:${port}`;
    return {
      apiBase: origin,
      uploadBase: origin,
      tokenUrl: `${origin}/token`,
      authUrl: `${origin}/o/oauth2/v2/auth`,
    };
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => undefined);
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
    const operation = operationOf(request.method ?? '', url, request.headers['content-range']);
    if (operation === null) return send(response, { status: 404, body: 'Not Found' }, null);
    this.calls.push(operation);
    this.onCall(operation);
    const fault = this.faults.take(operation);
    const reply = await this.#answer({ operation, url, request }, fault);
    send(response, reply, fault);
  }

  async #answer(call: Call, fault: Fault | null): Promise<Reply> {
    try {
      if (fault?.kind === 'error') throw fault.error;
      if (fault !== null && instead.has(fault.kind)) {
        call.request.resume();
        return { status: 500 };
      }
      return await this.#done(call, fault);
    } catch (cause) {
      call.request.resume();
      if (cause instanceof GoogleError || cause instanceof OAuthError) return cause.reply;
      return { status: 500, body: String(cause) };
    }
  }

  async #done(call: Call, fault: Fault | null): Promise<Reply> {
    const { url, operation } = call;
    const unknown = unknownParameter(operation, url);
    if (unknown !== undefined) throw driveErrors.invalid(unknown);
    const id = decodeURIComponent(url.pathname.split('/')[4] ?? '');
    if (operation === 'authorize') return authorize(call, this.oauth, this.#codes, this.clock);
    if (operation === 'token' && this.#refusal !== null) throw this.#refusal;
    if (operation === 'token') return token(call, this.oauth, this.#codes, this.clock);
    const principal = this.oauth.principalOf(call.request.headers.authorization);
    switch (operation) {
      case 'about':
        return this.#files.about(call, principal);
      case 'list':
        return this.lists.list(call, principal);
      case 'get':
        return this.#files.get(call, id, principal);
      case 'media':
        return media(call, id, principal, this.drive);
      case 'create':
        return this.#files.create(call, principal);
      case 'update':
        return this.#files.update(call, id, principal);
      case 'delete':
        return this.#files.remove(call, id, principal);
      case 'start':
        return this.uploads.start(call, principal, fault?.kind === 'elsewhere' ? fault.origin : url.origin);
      case 'chunk':
      case 'query':
        return this.uploads.put(call, fault);
      case 'cancel':
        return this.uploads.cancel(call);
      default:
        return operation satisfies never;
    }
  }
}
