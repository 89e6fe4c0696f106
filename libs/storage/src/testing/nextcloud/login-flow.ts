import { randomBytes } from 'node:crypto';
import type { Account } from './account';
import { bodyOf, json, type Call, type Reply } from './call';

interface Flow {
  readonly token: string;
  granted: { readonly loginName: string; readonly appPassword: string } | null;
}

/** Login flow v2 (developer manual, client_apis/LoginFlow): no redirect back, the program asks until somebody has allowed it. */
export class LoginFlow {
  readonly #flows = new Map<string, Flow>();

  /** `at` is the address of the installation, without a `/` at its end. */
  begin(at: string): Reply {
    const token = randomBytes(64).toString('hex');
    const page = randomBytes(32).toString('hex');
    this.#flows.set(page, { token, granted: null });
    return json(200, { poll: { token, endpoint: `${at}/login/v2/poll` }, login: `${at}/login/v2/flow/${page}` });
  }

  /** Somebody signs in on the page `login` and presses "Grant access". */
  grant(login: string, account: Account): void {
    const flow = this.#flows.get(login.split('/').at(-1) ?? '');
    if (flow === undefined) throw new Error('There is no such page.');
    flow.granted = { loginName: account.loginName, appPassword: account.newAppPassword() };
  }

  /** 404 until then; the password is given once. */
  async poll(call: Call, at: string): Promise<Reply> {
    const token = new URLSearchParams((await bodyOf(call)).toString()).get('token');
    const found = [...this.#flows].find(([, flow]) => flow.token === token && flow.granted !== null);
    if (found === undefined) return json(404, []);
    const [page, { granted }] = found;
    this.#flows.delete(page);
    return json(200, { server: at, ...granted });
  }
}
