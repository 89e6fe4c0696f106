import { Inject, Injectable } from '@nestjs/common';
import { OUTGOING } from '../../../outgoing/outgoing.module';
import type { Outgoing } from '../../../outgoing/outgoing';
import type { OutgoingReply } from '../../../outgoing/request-types';
import { isOwnAddress } from './nextcloud-address';
import { addressElsewhere, noLoginFlow, notNextcloud } from './nextcloud-refusals';

export interface NextcloudServer {
  /** Of `nextcloudAddress`. */
  readonly address: string;
  readonly allowInsecure: boolean;
  /** PEM. */
  readonly ca?: string;
}

export interface BegunLogin {
  /** For the user's browser. */
  readonly loginUrl: string;
  readonly endpoint: string;
  readonly token: string;
}

export interface GrantedLogin {
  readonly loginName: string;
  readonly appPassword: string;
}

/** Nextcloud shows it to its user, and lists the app password under this name. */
const client = 'Stowbase';
const maxReplyBytes = 16_384;

/** https://docs.nextcloud.com/server/latest/developer_manual/client_apis/LoginFlow/index.html, "Login flow v2" */
@Injectable()
export class LoginFlow {
  constructor(@Inject(OUTGOING) private readonly outgoing: Outgoing) {}

  /** @throws ApiError `CONNECT_REFUSED`, OutgoingError */
  async begin(server: NextcloudServer): Promise<BegunLogin> {
    const { address } = server;
    const reply = await this.post(server, `${address}/index.php/login/v2`, '');
    if (reply.status === 404 || reply.status === 405) throw noLoginFlow(address);
    const { poll, login } = reply.status === 200 ? objectOf(reply) : {};
    const { token, endpoint } = isObject(poll) ? poll : {};
    if (!isShortText(token) || typeof login !== 'string' || typeof endpoint !== 'string') throw notNextcloud(address);
    // What follows goes to these addresses, with the user's login or our token: only the server that was entered gets it.
    if (!isOwnAddress(address, login)) throw addressElsewhere(address, login);
    if (!isOwnAddress(address, endpoint)) throw addressElsewhere(address, endpoint);
    return { loginUrl: login, endpoint, token };
  }

  /** Null: its user hasn't decided yet. The server tells it once. @throws ApiError `CONNECT_REFUSED`, OutgoingError */
  async poll(server: NextcloudServer, { endpoint, token }: BegunLogin): Promise<GrantedLogin | null> {
    const reply = await this.post(server, endpoint, new URLSearchParams({ token }).toString());
    if (reply.status !== 200) return null;
    const { loginName, appPassword } = objectOf(reply);
    if (!isShortText(loginName) || !isShortText(appPassword)) throw notNextcloud(server.address);
    return { loginName, appPassword };
  }

  private post({ allowInsecure, ca }: NextcloudServer, url: string, body: string): Promise<OutgoingReply> {
    return this.outgoing.request({
      url,
      method: 'POST',
      headers: {
        'user-agent': client,
        accept: 'application/json',
        'ocs-apirequest': 'true',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
      maxReplyBytes,
      allowInsecure,
      ...(ca === undefined ? {} : { ca }),
    });
  }
}

function objectOf({ body }: OutgoingReply): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : {};
  } catch {
    // SyntaxError: a page, as proxies and parked hosts answer with.
    return {};
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShortText = (value: unknown): value is string =>
  // eslint-disable-next-line no-control-regex
  typeof value === 'string' && /^[^\u0000-\u001f\u007f]{1,512}$/.test(value);
