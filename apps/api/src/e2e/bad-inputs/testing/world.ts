import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, Socket, type TcpNetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { generateIdentity } from '@stowbase/archive';
import { movableClock } from '../../../accounts/testing/movable-clock';
import { insertProject } from '../../../backups/testing/rows';
import { DownloadLink } from '../../../downloads/download-link.entity';
import { linkTo, ownTransitions, storedCopy } from '../../../downloads/testing/stored-copy';
import { makeLog } from '../../../logging/log';
import { Guard } from '../../../outgoing/guard';
import { OUTGOING } from '../../../outgoing/outgoing.module';
import { namesOf, type Listener } from '../../../outgoing/testing/network';
import { anyone, apiToken, signIn, testPassword, type ApiClient } from '../../../testing/api-client';
import { startTestApi, type TestApi } from '../../../testing/start-test-api';
import type { Ask } from '../bad-input';
import { refusingPostgres } from './refusing-postgres';

/** Of a Supabase project that there is not. */
const ref = 'abcdefghijklmnopqrst';
const pooler = 'aws-0-eu-west-1.pooler.supabase.com';

/** One service for all rows of the table, with something in each state that a request could be about. */
export interface World {
  readonly api: TestApi;
  /** Nobody has set it up. */
  readonly fresh: TestApi;
  readonly places: Readonly<Record<string, string>>;
  /** Every line written so far. */
  log(): string;
  clientFor(ask: Ask): ApiClient;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  let written = '';
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  });
  const log = makeLog('debug', out);
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-bad-'));
  const root = join(folder, 'backups');
  foldersIn(folder, root);
  // Nothing is begun by itself. A proxy on this machine: each visitor may have an address of their own.
  const change = { maxConcurrentRuns: 0, trustProxy: ['127.0.0.1'] };
  const api = await startTestApi({ LOCAL_STORAGE_ROOTS: root }, change, log);
  const fresh = await startTestApi({}, { ...change, setupToken: 'the-setup-token-of-the-fresh-one' }, log);
  // Time stands still: who has to wait has to wait, however slow this machine is.
  for (const one of [api, fresh]) movableClock(one);
  const postgres = await refusingPostgres();
  leadNames(api, postgres);
  const clients = {
    owner: await signIn(api),
    operator: await signIn(api, { role: 'operator' }),
    viewer: await signIn(api, { role: 'viewer' }),
    script: await apiToken(api, 'owner'),
    visitor: anyone(api),
  };
  const places = {
    ...(await thingsIn(api, clients)),
    ...(await secretsOf()),
    root,
    data: api.config.dataFolder,
    noFolder: join(folder, 'no-folder'),
  };
  return {
    api,
    fresh,
    places: { ...places, ref, pooler, port: String(postgres.port), ours: api.config.publicUrl.origin, api: api.url },
    log: () => written,
    clientFor: ({ as = 'owner' }) => clients[as],
    close: async () => {
      await Promise.all([api.close(), fresh.close()]);
      await postgres.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function foldersIn(folder: string, root: string): void {
  mkdirSync(join(folder, 'outside'));
  mkdirSync(root);
  symlinkSync(join(folder, 'outside'), join(root, 'link-out'));
  writeFileSync(join(root, 'a-file'), '');
  writeFileSync(join(folder, 'no-folder'), '');
}

/** Names that the service may ask for. One port leads to a server that refuses everybody, any other address can't be reached. */
function leadNames(api: TestApi, postgres: Listener): void {
  const six = ['2a05:d014:1c06:5f00::1'];
  const names = { [pooler]: ['127.0.0.1'], [`db.${ref}.supabase.co`]: six, 'db.example.com': six };
  const open = (options: TcpNetConnectOpts): Socket =>
    options.port === postgres.port
      ? connect({ host: '127.0.0.1', port: postgres.port })
      : new Socket().destroy(Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' }));
  const guard = new Guard({ allowPrivateNetworks: true, lookup: namesOf(names).lookup, open });
  Object.assign(api.app.get<object>(OUTGOING), { guard });
}

async function secretsOf(): Promise<Record<string, string>> {
  const [{ identity, recipient }, { recipient: other }] = [await generateIdentity(), await generateIdentity()];
  const mistyped = recipient.slice(0, -1) + (recipient.endsWith('q') ? 'p' : 'q');
  return { identity, recipient, otherRecipient: other, mistyped, unknown: randomUUID() };
}

async function thingsIn(
  api: TestApi,
  { owner, operator, visitor }: Record<'owner' | 'operator' | 'visitor', ApiClient>,
): Promise<Record<string, string>> {
  const made = async (path: string, body: object): Promise<string> => {
    const reply = await owner.post<{ id?: string; user?: { id: string }; token?: { id: string } }>(path, body);
    const id = reply.body.id ?? reply.body.user?.id ?? reply.body.token?.id;
    if (id === undefined) throw new Error(`${path} answered ${reply.status} ${JSON.stringify(reply.body)}`);
    return id;
  };
  const url = `postgresql://postgres.${ref}:a-Password-0f-the-project@${pooler}:1/right?sslmode=disable`;
  const connection = { url, allowInsecure: true };
  const project = await made('/projects', { name: 'Shop', connection, saveAnyway: true });
  const gone = await made('/projects', { name: 'Gone', connection, saveAnyway: true });
  await owner.delete(`/projects/${gone}`);
  const config = { path: 'disk' };
  const destination = await made('/storage/destinations', { name: 'Disk', type: 'local_mapped', config });
  const finished = await storedCopy(api, owner, Buffer.from('an archive'));
  const deleted = await storedCopy(api, owner, Buffer.from('another archive'));
  await owner.delete(`/backups/${deleted.backupId}?confirm=${encodeURIComponent(deleted.projectName)}`);
  const [running, idle, keyed] = [
    await insertProject(api.database, 'Running'),
    await insertProject(api.database, 'Idle'),
    await insertProject(api.database, 'Keyed'),
  ];
  await owner.post('/backups', { projectId: running.id, destinations: [destination] });
  // A sweep would end it when its lease is over.
  const { backupId } = (await ownTransitions(api, { leaseMs: 24 * 3_600_000 }).claimNext())!;
  const queued = await made('/backups', { projectId: project, destinations: [destination] });
  const user = { name: 'Long', role: 'viewer', password: `${'seven quiet herons at dawn '.repeat(3)}and one more` };
  const links = await linksTo(api, owner, operator, finished.backupId);
  const { body: sessions } = await operator.get<{ items: { id: string }[] }>('/accounts/sessions');
  return {
    ...{ project, gone, destination, queued, running: backupId, runningProject: running.id },
    ...{ idleProject: idle.id, keyedProject: keyed.id },
    ...{ finished: finished.backupId, copy: finished.copyId, deleted: deleted.backupId, ...links },
    user: await made('/accounts/users', { ...user, email: 'long@example.org' }),
    userPassword: user.password,
    token: await made('/tokens', { name: 'nightly', scope: 'viewer' }),
    key: await made('/recovery-keys', { name: 'Safe', recipient: (await generateIdentity()).recipient }),
    operatorSession: sessions.items[0]!.id,
    ownerId: owner.userId,
    ownerPassword: testPassword,
    visitorOrigin: visitor.headers['origin']!,
  };
}

/** Tokens of links in each state in which they open nothing. */
async function linksTo(
  api: TestApi,
  owner: ApiClient,
  operator: ApiClient,
  backupId: string,
): Promise<Record<string, string>> {
  const tokenOf = ({ url }: { url: string }): string => url.split('/').at(-1)!;
  const [old, revoked, good] = [
    await linkTo(api, owner, backupId),
    await linkTo(api, owner, backupId),
    await linkTo(api, operator, backupId),
  ];
  await api.database.write((manager) => manager.update(DownloadLink, { id: old.id }, { expiresAt: new Date() }));
  await owner.delete(`/download-links/${revoked.id}`);
  const used = await linkTo(api, owner, backupId);
  const change = { kind: 'direct', usedAt: new Date() } as const;
  await api.database.write((manager) => manager.update(DownloadLink, { id: used.id }, change));
  return {
    expiredLink: tokenOf(old),
    revokedLink: tokenOf(revoked),
    usedLink: tokenOf(used),
    link: tokenOf(good),
    linkId: (await linkTo(api, owner, backupId)).id,
  };
}
