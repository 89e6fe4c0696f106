import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Actor } from '../../../accounts/access';
import { LoginSession } from '../../../accounts/login-session.entity';
import { makeLog } from '../../../logging/log';
import { signIn, type ApiClient, type Reply } from '../../../testing/api-client';
import type { Canaries } from '../../../testing/canary';
import { startTestApi, type TestApi } from '../../../testing/start-test-api';
import type { StorageEndpoints } from '../../storage-endpoints';

/** The service with a signed-in owner, and everything that leaves it written down. */
export interface ConnectWorld {
  readonly api: TestApi;
  readonly owner: ApiClient;
  /** The owner as the guard sees them. */
  readonly actor: Actor;
  /** Asks as the owner, or as somebody else, and writes the reply down. */
  ask<T = Record<string, unknown>>(what: string, body?: object, as?: ApiClient): Promise<Reply<T>>;
  /** Names of secrets that stand in a reply, the log, the audit log, or any file of the service. */
  leaks(secrets: Canaries): Promise<string[]>;
  close(): Promise<void>;
}

export async function startConnectWorld(
  storageEndpoints: StorageEndpoints = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ConnectWorld> {
  const told: string[] = [];
  const out = new Writable({
    write(line: Buffer, _, done) {
      told.push(line.toString());
      done();
    },
  });
  const api = await startTestApi(env, { storageEndpoints, logLevel: 'debug' }, makeLog('debug', out));
  const owner = await signIn(api);
  const [session] = await api.database.read.find(LoginSession, { where: { userId: owner.userId } });
  return {
    api,
    owner,
    actor: {
      kind: 'user',
      userId: owner.userId,
      name: '',
      role: 'owner',
      sessionId: session!.id,
      tokenId: null,
      address: '',
    },
    async ask<T>(what: string, body?: object, as = owner) {
      const [method = '', path = ''] = what.split(' ');
      const reply = await as[method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete']<T>(path, body as never);
      told.push(JSON.stringify([reply.headers, reply.body]));
      return reply;
    },
    async leaks(secrets) {
      const audit = await owner.get('/audit?limit=100');
      const replies = [...told, JSON.stringify(audit.body)].flatMap((text) => secrets.in(text));
      const files = filesIn(api.config.dataFolder).flatMap((file) => secrets.in(readFileSync(file)));
      return [...new Set([...replies, ...files])];
    },
    close: () => api.close(),
  };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => !/lock/.test(file) && statSync(file).isFile());
