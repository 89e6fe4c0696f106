import { expect, request, type APIRequestContext } from '@playwright/test';
import type { Service } from './service';

export const owner = { email: 'owner@example.org', name: 'Olga Owner', password: 'nine red kites over the weir' };

/** The API as a script uses it: to put things where a test of the screens begins. */
export class Api {
  private constructor(
    private readonly context: APIRequestContext,
    readonly token: string,
  ) {}

  /** Makes the owner's account and a token. */
  static async setUp(service: Service): Promise<Api> {
    const headers = { origin: service.url, 'sec-fetch-site': 'same-origin' };
    const visitor = await request.newContext({ baseURL: service.url, extraHTTPHeaders: headers });
    const setup = await visitor.post('/api/accounts/setup', { data: { token: service.setupToken, ...owner } });
    expect(setup.status(), await setup.text()).toBe(201);
    const login = await visitor.post('/api/accounts/login', { data: { email: owner.email, password: owner.password } });
    const { xsrfToken } = (await login.json()) as { xsrfToken: string };
    const made = await visitor.post('/api/tokens', {
      data: { name: 'e2e', scope: 'owner' },
      headers: { 'x-xsrf-token': xsrfToken },
    });
    const { secret } = (await made.json()) as { secret: string };
    await visitor.dispose();
    const context = await request.newContext({
      baseURL: service.url,
      extraHTTPHeaders: { authorization: `Bearer ${secret}` },
    });
    return new Api(context, secret);
  }

  get<T = { id: string }>(path: string): Promise<T> {
    return this.ask('get', path);
  }

  post<T = { id: string }>(path: string, data: object): Promise<T> {
    return this.ask('post', path, data);
  }

  /** A local destination in the folder that is open for them. */
  addDestination(service: Service, name = 'Local disk'): Promise<{ id: string }> {
    return this.post('/storage/destinations', { name, type: 'local_mapped', config: { path: service.backups } });
  }

  /** Until it has come to an end. */
  async ended(backupId: string): Promise<{ id: string; shownStatus: string }> {
    let backup = { id: backupId, shownStatus: '' };
    await expect
      .poll(async () => (backup = await this.get(`/backups/${backupId}`)).shownStatus, { timeout: 90_000 })
      .not.toMatch(/queued|running|finishing/);
    return backup;
  }

  private async ask<T>(verb: 'get' | 'post', path: string, data?: object): Promise<T> {
    const reply = await this.context[verb](`/api${path}`, data === undefined ? {} : { data });
    const text = await reply.text();
    expect(reply.ok(), `${verb} ${path}: ${text}`).toBe(true);
    return JSON.parse(text) as T;
  }
}
