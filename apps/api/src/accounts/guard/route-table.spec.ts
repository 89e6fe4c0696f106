import type { Application } from 'express';
import { anyone, apiToken, signIn, type ApiClient, type Reply } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { routeTable, type Route } from '../testing/route-table';
import { roles, type Role } from '../user.entity';

/** All that can be asked without signing in. Whoever adds a line here opens a door. */
const publicRoutes = [
  'GET /openapi.json',
  'GET /docs/:file',
  'GET /docs',
  'GET /accounts/session',
  'GET /accounts/setup',
  // Whoever has the link has the file, once: curl on another machine has no session.
  'GET /downloads/:token',
  'HEAD /downloads/:token',
  'GET /health/live',
  'GET /health/ready',
  'POST /accounts/login',
  'POST /accounts/password-link',
  'POST /accounts/setup',
];

/** Routes that Express has beside Nest's. */
const routesBesideNest: string[] = [];

describe('the routes of the service', () => {
  let api: TestApi;
  let routes: Route[];
  const by = {} as Record<Role, ApiClient>;
  let metrics: ApiClient;
  beforeAll(async () => {
    api = await startTestApi();
    routes = routeTable(api.app);
    for (const role of roles) by[role] = await signIn(api, { role });
    metrics = await apiToken(api, 'metrics');
  });
  afterAll(() => api.close());

  const named = ({ method, path }: Route): string => `${method} ${path}`;
  const closed = (): Route[] => routes.filter(({ rule }) => rule?.role !== 'anyone');
  const ask = ({ method, path }: Route, client: ApiClient): Promise<Reply<{ code?: string }>> => {
    const verb = method.toLowerCase() as 'get' | 'post' | 'patch' | 'put' | 'delete';
    return client[verb](path.replaceAll(/:\w+/g, () => crypto.randomUUID()));
  };
  const answers = async (some: Route[], client: ApiClient): Promise<[string, number, string | undefined][]> => {
    const all: [string, number, string | undefined][] = [];
    for (const route of some) {
      const { status, body } = await ask(route, client);
      all.push([named(route), status, body.code]);
    }
    return all;
  };
  const expected = (some: Route[], status: number, code: string) => some.map((route) => [named(route), status, code]);

  it('P-ACCOUNT-23 all say who may use them', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ rule }) => rule === undefined).map(({ handler }) => handler)).toEqual([]);
  });

  it('P-ACCOUNT-24 are closed, but for those listed here', () => {
    const open = routes.filter(({ rule }) => rule?.role === 'anyone');
    expect(open.map(named).sort()).toEqual([...publicRoutes].sort());
  });

  it('P-ACCOUNT-24 are all known to this test', () => {
    const { router } = api.app.getHttpAdapter().getInstance() as Application;
    const layers = router.stack as unknown as { route?: { path: string; methods: Record<string, boolean> } }[];
    const express = layers.flatMap(({ route }) =>
      route === undefined ? [] : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
    );
    expect(express.length).toBeGreaterThan(20);
    const known = new Set([...routes.map(({ method, path }) => `${method} /api${path}`), ...routesBesideNest]);
    expect(express.filter((route) => !known.has(route))).toEqual([]);
  });

  it('P-ACCOUNT-25 answer 401 to whoever is not signed in', async () => {
    expect(await answers(closed(), anyone(api))).toEqual(expected(closed(), 401, 'SIGN_IN_REQUIRED'));
  });

  it.each(['viewer', 'operator'] as const)('P-ACCOUNT-25 answer 403 to a role that is too low: %s', async (role) => {
    const tooHigh = closed().filter(({ rule }) => roles.indexOf(rule!.role as Role) > roles.indexOf(role));
    expect(tooHigh.length).toBeGreaterThan(0);
    expect(await answers(tooHigh, by[role])).toEqual(expected(tooHigh, 403, 'NOT_ALLOWED'));
  });

  it('P-ACCOUNT-25 answer 403 to a token that is only for the metrics', async () => {
    const others = closed().filter(({ rule }) => rule!.scope !== 'metrics');
    expect(await answers(others, metrics)).toEqual(expected(others, 403, 'NOT_ALLOWED'));
  });

  it('P-ACCOUNT-25 answer 403 to any token where only people may', async () => {
    const people = closed().filter(({ rule }) => rule!.sessionOnly === true);
    expect(people.length).toBeGreaterThan(5);
    expect(await answers(people, await apiToken(api, 'owner'))).toEqual(expected(people, 403, 'SESSION_ONLY'));
  });

  it('have names of their own: they become those of the operations', () => {
    const names = routes.map(({ handler }) => handler.split('.')[1]!);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('H46 that change something are not asked by GET', () => {
    const reading = /^(get|list|read|check|show|stream|find|preview|download|live|ready|metrics)/;
    const writing = routes.filter(({ method, handler }) => method === 'GET' && !reading.test(handler.split('.')[1]!));
    expect(writing.map(({ handler }) => handler)).toEqual([]);
  });
});
