import { randomUUID } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import { generateIdentity } from '@stowbase/archive';
import { insertDestination, insertProject } from '../../backups/testing/rows';
import { RunLogLine } from '../../backups/run-log.entity';
import { insertRun } from '../../dashboard/testing/insert-run';
import { anyone, apiToken, signIn, type ApiClient } from '../../testing/api-client';
import type { TestApi } from '../../testing/start-test-api';
import type { AccessRule } from '../../accounts/access';
import type { Operation } from './operations';
import type { Hints } from './values';

/** A service with a few rows of everything, those who ask, and what they know. */
export interface SomeRows {
  clientFor(rule: AccessRule): ApiClient;
  hintsFor(operation: Operation): Hints;
}

const statuses = ['succeeded', 'failed', 'cancelled', 'queued'] as const;

/** Nobody listens there: port 1 is privileged and unused. */
const closedPort = 1;

export async function someRows(api: TestApi): Promise<SomeRows> {
  const { database } = api;
  const [token, session, visitor] = [await apiToken(api, 'owner'), await signIn(api), anyone(api)];
  const ids: Record<string, string[]> = {
    projects: [],
    destinations: [],
    backups: [],
    copies: [],
    users: [],
    sessions: [],
    tokens: [],
    keys: [],
  };
  const add = (kind: string, id: string): void => void ids[kind]?.push(id);
  const disk = await made(token, '/storage/destinations', {
    name: 'Disk',
    type: 'local_mapped',
    config: { path: api.config.localStorageRoots[0] },
  });
  add('destinations', disk);
  for (let i = 0; i < 4; i += 1) {
    const project = await insertProject(database, `Shop ${i}`);
    const destination = await insertDestination(database, `Cloud ${i}`);
    add('projects', project.id);
    add('destinations', destination.id);
    for (const status of statuses.slice(0, i % 2 === 0 ? 4 : 3)) {
      const copies = [
        { ...destination, status: status === 'queued' ? ('pending' as const) : ('stored' as const) },
        { id: disk, name: 'Disk', status: 'failed' as const },
      ];
      const ended = status === 'queued' ? { startedAt: null, finishedAt: null, snapshotTime: null } : {};
      const backup = await insertRun(database, { projectId: project.id, at: new Date(), status, copies, ...ended });
      add('backups', backup);
      await database.write((manager) =>
        manager.insert(RunLogLine, {
          backupId: backup,
          at: new Date(),
          level: 'info',
          code: 'BEGUN',
          text: 'It begins.',
        }),
      );
    }
    add(
      'users',
      (
        await session.post<{ user: { id: string } }>('/accounts/users', {
          name: `User ${i}`,
          role: 'viewer',
          email: `u${i}@example.org`,
        })
      ).body.user.id,
    );
    add(
      'tokens',
      (await session.post<{ token: { id: string } }>('/tokens', { name: `Token ${i}`, scope: 'viewer' })).body.token.id,
    );
    const recipient = (await generateIdentity()).recipient;
    add('keys', await made(session, '/recovery-keys', { name: `Key ${i}`, recipient }));
  }
  const { recipient } = await generateIdentity();
  const unknown = fc.constant(null).map(() => randomUUID());
  const one = (kind: string): Arbitrary<string> => {
    const known = ids[kind] ?? [];
    return known.length === 0
      ? unknown
      : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: unknown });
  };
  const url = fc.constantFrom(
    `postgresql://postgres:secret@127.0.0.1:${closedPort}/postgres`,
    `postgresql://postgres.abcdefghijklmnopqrst:p%40ss@127.0.0.1:${closedPort}/postgres?sslmode=require`,
    'postgresql://',
    'http://127.0.0.1:1',
    'postgresql://[::1]:1/x',
  );
  const connection = fc.oneof(
    url.map((one): object => ({ url: one })),
    fc.record({
      host: fc.constantFrom('127.0.0.1', '::1'),
      port: fc.constant(closedPort),
      username: fc.constantFrom('postgres', 'postgres.abcdefghijklmnopqrst'),
      database: fc.constantFrom('postgres', 'x y'),
      password: fc.constantFrom('secret', null, '\0'),
      tlsMode: fc.constantFrom('disable', 'require', 'verify-full'),
      allowInsecure: fc.boolean(),
    }),
  );
  const common: Hints = {
    projectId: () => one('projects'),
    project: () => one('projects'),
    destination: () => one('destinations'),
    destinations: () => one('destinations'),
    destinationId: () => one('destinations'),
    copyId: () => one('copies'),
    connection: () => connection,
    saveAnyway: () => fc.constantFrom(true, true, false),
    password: () => fc.constantFrom('eleven grey seals on a rock', 'short', 'p'.repeat(1_000)),
    compressionLevel: () => fc.integer({ min: 1, max: 9 }),
    url: () => url,
    host: () => fc.constantFrom('127.0.0.1', '::1', '127.0.0.1:5', '1.2.3'),
    port: () => fc.constant(closedPort),
    ca: () => fc.constantFrom(null, '', '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----'),
    recipient: () => fc.constantFrom(recipient, 'AGE-SECRET-KEY-1QQQ', 'age1qqq'),
    version: () => fc.constantFrom(1, 2, 3),
    config: () =>
      fc.constantFrom<object>(
        { path: api.config.localStorageRoots[0] },
        { path: '/etc' },
        { path: 'x' },
        {},
        { path: null },
        { path: { set: true } },
      ),
    timeZone: () => fc.constantFrom('UTC', 'Europe/Berlin', 'Mars/Olympus'),
  };
  return {
    clientFor: ({ role, sessionOnly }) => (role === 'anyone' ? visitor : sessionOnly === true ? session : token),
    hintsFor: ({ path }) => ({
      ...common,
      type: () =>
        fc.constantFrom(
          ...(path.startsWith('/api/storage')
            ? ['local_mapped', 'browser_download', 'none']
            : ['full', 'schema', 'data']),
        ),
      id: () => one(kindOf(path)),
      token: () => fc.constantFrom('x', 'a'.repeat(43)),
    }),
  };
}

/** What the id in an address is one of. */
function kindOf(path: string): string {
  const [, kind] =
    /\/(projects|destinations|backups|users|sessions|tokens|recovery-keys|download-links)\/\{id\}/.exec(path) ?? [];
  return kind === 'recovery-keys' ? 'keys' : (kind ?? 'projects');
}

async function made(client: ApiClient, path: string, body: object): Promise<string> {
  const reply = await client.post<{ id: string }>(path, body);
  if (reply.status !== 201) throw new Error(`${path} replied ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.id;
}
