import { clientOf } from '../../../testing/api-client';
import type { CrashService } from './crash-service';

export const origin = 'http://localhost:3000';
export const setupToken = 'the-setup-token-of-the-crashes-0123456789';
const owner = { email: 'owner@example.org', password: 'nine red kites over the weir' };
const browser = { origin };

/** Setup, login and an API token. @returns the header `authorization` of a script */
export async function firstOwner(service: CrashService): Promise<string> {
  done(await setUpOwner(service), 201);
  return ownersToken(service);
}

/** @returns the reply */
export const setUpOwner = (service: CrashService): Promise<{ status: number; body: unknown }> =>
  clientOf(service, {}, '').post('/accounts/setup', { token: setupToken, name: 'The owner', ...owner }, browser);

/** Signs in. @returns the header `authorization` of a script */
export async function ownersToken(service: CrashService): Promise<string> {
  const visitor = clientOf(service, {}, '');
  const login = await visitor.post<{ xsrfToken: string }>('/accounts/login', owner, browser);
  const cookie = (login.headers['set-cookie'] ?? []).map((text) => text.split(';')[0]).join('; ');
  const signedIn = { ...browser, cookie, 'x-xsrf-token': login.body.xsrfToken };
  const token = await visitor.post<{ secret: string }>('/tokens', { name: 'nightly', scope: 'owner' }, signedIn);
  return `Bearer ${done(token, 201).secret}`;
}

/** The body of a reply that was as it should. */
export function done<T>({ status, body }: { status: number; body: T }, wanted: number): T {
  expect({ status, body }).toMatchObject({ status: wanted });
  return body;
}
