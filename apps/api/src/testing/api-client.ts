import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'undici';
import type { TokenScope } from '../accounts/api-token.entity';
import { Passwords } from '../accounts/passwords/passwords.service';
import { Setup } from '../accounts/setup/setup.service';
import { newSecret } from '../accounts/secret-token';
import { ApiTokens } from '../accounts/tokens/api-tokens.service';
import { User, type Role } from '../accounts/user.entity';
import { newUser } from '../accounts/users/new-user';
import type { TestApi } from './start-test-api';

export interface Reply<T = unknown> {
  readonly status: number;
  /** Parsed when it is JSON, else the text. */
  readonly body: T;
  readonly headers: IncomingHttpHeaders;
}

/** Paths are below `/api`: `/projects`. */
export interface ApiClient {
  /** What every request of this client carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly userId: string;
  get<T = unknown>(path: string, headers?: Record<string, string>): Promise<Reply<T>>;
  post<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  patch<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  put<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  delete<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
}

export const testPassword = 'seven quiet herons at dawn';
export const testEmail = (role: Role): string => `${role}@example.org`;

/** A client with a login session, as a browser has it; the users are made at the first call. */
export async function signIn(api: TestApi, { role = 'owner' }: { role?: Role } = {}): Promise<ApiClient> {
  const user = await userOf(api, role);
  const visitor = anyone(api);
  const credentials = { email: user.email, password: testPassword };
  const { status, body, headers } = await visitor.post<{ xsrfToken: string }>('/accounts/login', credentials);
  if (status !== 200) throw new Error(`sign-in answered ${status} ${JSON.stringify(body)}`);
  const cookie = setCookies(headers).join('; ');
  return clientOf(api, { ...visitor.headers, cookie, 'x-xsrf-token': body.xsrfToken }, user.id);
}

/** A client with an API token of this scope, as a script has it. */
export async function apiToken(api: TestApi, scope: TokenScope = 'owner'): Promise<ApiClient> {
  const { id: userId } = await userOf(api, 'owner');
  const { secret } = await api.database.write((manager) =>
    api.app.get(ApiTokens).create(manager, { userId, name: `for a test (${scope})`, scope, expiresAt: null }),
  );
  return clientOf(api, { authorization: `Bearer ${secret}` }, userId);
}

/** A client that never signed in, on a page of the service. */
export function anyone(api: TestApi): ApiClient {
  return clientOf(api, { origin: api.config.publicUrl.origin }, '');
}

/** `name=value` of each cookie that a reply sets. */
export function setCookies(headers: IncomingHttpHeaders): string[] {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]!);
}

async function userOf(api: TestApi, role: Role): Promise<User> {
  const known = await api.database.read.findOneBy(User, { emailKey: testEmail(role) });
  if (known !== null) return known;
  const setup = api.app.get(Setup);
  const wanted = { email: testEmail(role), name: `The ${role}`, password: testPassword };
  if (role === 'owner' && (await setup.isOpen())) {
    return setup.complete({ ...wanted, token: await setup.issueToken(newSecret()) }, '127.0.0.1');
  }
  const passwordHash = await api.app.get(Passwords).hash(testPassword);
  const user = newUser({ ...wanted, role, passwordHash }, new Date());
  await api.database.write((manager) => manager.insert(User, user));
  return user;
}

export function clientOf(
  api: Pick<TestApi, 'url'>,
  headers: Readonly<Record<string, string>>,
  userId: string,
): ApiClient {
  const ask =
    (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE') =>
    async <T>(path: string, body?: unknown, more: Record<string, string> = {}): Promise<Reply<T>> => {
      const reply = await request(`${api.url}${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers, ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await reply.body.text();
      const isJson = /[/+]json\b/.test(String(reply.headers['content-type'] ?? ''));
      return { status: reply.statusCode, body: (isJson ? JSON.parse(text) : text) as T, headers: reply.headers };
    };
  const get = ask('GET');
  return {
    headers,
    userId,
    get: (path, more) => get(path, undefined, more),
    post: ask('POST'),
    patch: ask('PATCH'),
    put: ask('PUT'),
    delete: ask('DELETE'),
  };
}
