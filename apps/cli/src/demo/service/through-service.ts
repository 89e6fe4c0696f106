import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ScratchServer } from '@stowbase/postgres/testing';
import { rest } from './rest';
import type { SampleService } from './sample-service';

/** How somebody signs in to look around. */
export interface Login {
  readonly email: string;
  readonly password: string;
}

/** A backup that the service has made, asked for over its API as a script would. */
export interface ServiceBackup {
  readonly id: string;
  /** On this disk. */
  readonly file: string;
  readonly sha256: string;
  readonly login: Login;
}

interface BackupReply {
  readonly id: string;
  readonly shownStatus: string;
  readonly sha256: string | null;
  readonly copies: readonly { readonly key: string | null }[];
  readonly error: { readonly message: string; readonly code: string } | null;
}

const betweenLooksMs = 200;

/** Account, project, destination, backup. @throws Error when it doesn't end as Complete */
export async function backUpThroughService(
  service: SampleService,
  source: ScratchServer,
  signal: AbortSignal,
): Promise<ServiceBackup> {
  const { origin, setupToken } = service;
  const login = { email: 'demo@example.org', password: randomBytes(12).toString('base64url') };
  await rest(origin, 'POST', '/accounts/setup', { signal, body: { token: setupToken, name: 'Demo', ...login } });
  const signedIn = await rest<{ xsrfToken: string }>(origin, 'POST', '/accounts/login', { signal, body: login });
  const headers = { cookie: signedIn.cookies.join('; '), 'x-xsrf-token': signedIn.body.xsrfToken };
  const post = async <T = { id: string }>(path: string, body: object): Promise<T> =>
    (await rest<T>(origin, 'POST', path, { signal, headers, body })).body;

  const connection = { url: source.url('postgres', 'postgres') };
  const project = await post('/projects', { name: 'sample-shop', connection });
  const destination = await post('/storage/destinations', {
    name: 'Local disk',
    type: 'local_mapped',
    config: { path: service.backups },
  });
  let backup = await post<BackupReply>('/backups', { projectId: project.id, destinations: [destination.id] });
  while (['queued', 'running', 'finishing'].includes(backup.shownStatus)) {
    await pause(betweenLooksMs, undefined, { signal });
    backup = (await rest<BackupReply>(origin, 'GET', `/backups/${backup.id}`, { signal, headers })).body;
  }
  const { id, shownStatus, sha256, error, copies } = backup;
  const key = copies[0]?.key ?? null;
  if (shownStatus !== 'complete' || sha256 === null || key === null)
    throw new Error(
      `The backup ended as ${shownStatus}: ${error?.message ?? 'no reason'} [${error?.code ?? shownStatus}]`,
    );
  return { id, file: join(service.backups, key), sha256, login };
}
