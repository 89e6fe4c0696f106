import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Account, type AccountOptions } from './account';
import type { Call, Operation, Reply } from './call';
import { DavError, davErrors } from './dav-error';
import { Faults, type Fault } from './faults';
import { fileRoute } from './file-routes';
import { LoginFlow } from './login-flow';
import { capabilities, deleteAppPassword, getAppPassword, isOcs, ocsUnauthorized, user } from './ocs-routes';
import { operationOf } from './operation';
import { send } from './send-reply';
import { Throttle } from './throttle';
import { uploadRoute, type UploadRules } from './upload-routes';

export interface NextcloudOptions extends Partial<UploadRules> {
  /** Where it is installed: '' or '/nextcloud'. */
  readonly path?: string;
  readonly accounts?: readonly AccountOptions[];
}

/**
 * A Nextcloud on 127.0.0.1, true to its protocol where the driver and the sign-in use it. Each behaviour names the public document or
 * the source of nextcloud/server that it comes from.
 */
export class NextcloudDouble {
  readonly faults = new Faults();
  readonly throttle = new Throttle();
  readonly login = new LoginFlow();
  readonly accounts: readonly Account[];
  /** What was asked, in order. */
  readonly calls: Operation[] = [];
  readonly #path: string;
  readonly #rules: UploadRules;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  private constructor({
    path = '',
    accounts = [{}],
    chunkingV2 = true,
    refuseShortMiddleChunks = false,
  }: NextcloudOptions) {
    this.#path = path;
    this.#rules = { chunkingV2, refuseShortMiddleChunks };
    this.accounts = accounts.map((options) => new Account(options));
  }

  static async start(options: NextcloudOptions = {}): Promise<NextcloudDouble> {
    const double = new NextcloudDouble(options);
    double.#server.listen(0, '127.0.0.1');
    await once(double.#server, 'listening');
    return double;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** As somebody opens it in a browser, without a `/` at its end. */
  get url(): string {
    return `http://127.0.0.1:${this.port}${this.#path}`;
  }

  /** The first one. */
  get account(): Account {
    const [first] = this.accounts;
    if (first === undefined) throw new Error('It has no account.');
    return first;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => undefined);
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
    const operation = url.pathname.startsWith(this.#path)
      ? operationOf(request.method ?? '', url.pathname.slice(this.#path.length))
      : null;
    if (operation === null) return send(response, { status: 404, body: '<html>Page not found</html>' }, null);
    this.calls.push(operation);
    const fault = this.faults.take(operation);
    const call = { operation, url, request };
    const reply = await this.#answer(call, fault);
    send(response, reply, fault);
  }

  async #answer(call: Call, fault: Fault | null): Promise<Reply> {
    try {
      if (fault?.kind === 'error') throw fault.error;
      if (fault?.kind === 'silence') return { status: 500 };
      if (fault?.kind === 'status') return { status: fault.status, headers: fault.headers ?? {} };
      if (fault?.kind === 'cut') return await cutAfter(call, fault.afterBytes);
      if (fault?.kind === 'expire') for (const account of this.accounts) account.uploads.clear();
      return await this.#done(call, fault);
    } catch (cause) {
      call.request.resume();
      if (cause instanceof DavError) return cause.reply;
      return { status: 500, body: String(cause) };
    }
  }

  async #done(call: Call, fault: Fault | null): Promise<Reply> {
    if (call.operation === 'begin-login') return this.login.begin(this.url);
    if (call.operation === 'poll-login') return this.login.poll(call, this.url);
    const signedIn = this.#signedIn(call);
    if (isAboutDav(call.operation)) {
      if (signedIn === null) throw davErrors.notAuthenticated();
      return this.#dav(call, signedIn.account, fault);
    }
    if (!isOcs(call)) return { status: 412, body: 'CSRF check failed' };
    if (signedIn === null) return ocsUnauthorized();
    const { account, password } = signedIn;
    if (call.operation === 'capabilities') return capabilities();
    if (call.operation === 'user') return user(account);
    return call.operation === 'get-app-password'
      ? getAppPassword(account, password)
      : deleteAppPassword(account, password);
  }

  #dav(call: Call, account: Account, fault: Fault | null): Promise<Reply> {
    const [area = '', id = '', ...names] = call.url.pathname
      .slice(`${this.#path}/remote.php/dav/`.length)
      .split('/')
      .map(decodeURIComponent);
    // Somebody else's files don't exist for you.
    if (id !== account.id) throw davErrors.notFound(id);
    const base = `${this.#path}/remote.php/dav/${area}/${encodeURIComponent(id)}/`;
    const davCall = { ...call, account, base, names: names.filter((name) => name !== '') };
    return area === 'files' ? fileRoute(davCall, fault) : uploadRoute(davCall, this.#rules, fault);
  }

  /** @throws DavError 429 */
  #signedIn({ request }: Call): { readonly account: Account; readonly password: string } | null {
    this.throttle.check();
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (basic === undefined) return null;
    const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? [];
    const account = this.accounts.find((one) => one.accepts(name, password));
    if (account === undefined) this.throttle.failed();
    return account === undefined ? null : { account, password };
  }
}

const isAboutDav = (operation: Operation): boolean =>
  operation.startsWith('files:') || operation.startsWith('uploads:');

async function cutAfter({ request }: Call, bytes: number): Promise<Reply> {
  let seen = 0;
  for await (const chunk of request) {
    seen += (chunk as Buffer).length;
    if (seen >= bytes) break;
  }
  return { status: 500 };
}
