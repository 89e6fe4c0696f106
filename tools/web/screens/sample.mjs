// The service with sample projects, as somebody has it who has used it for weeks.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { importTypeScript } from '../../typescript-door.mjs';
import { startDatabases } from './databases.mjs';
import { slowDoor } from './slow-door.mjs';

/* global fetch */

export const owner = { email: 'owner@example.org', name: 'Olga Owner', password: 'nine red kites over the weir' };
const projects = ['analytics-eu', 'crm', 'landing-forms', 'shop-prod'];

/** @param {string} folder where the service is built, and gets its data */
export async function startSample(folder) {
  const { startService } = await importTypeScript('apps/e2e/src/service.ts');
  const [data, backups] = [join(folder, 'data'), join(folder, 'backups')];
  for (const path of [data, backups]) rmSync(path, { recursive: true, force: true });
  for (const name of ['local', 'office-nas']) mkdirSync(join(backups, name), { recursive: true });
  const databases = await startDatabases();
  const door = await slowDoor(databases.server);
  const bundle = join(folder, 'apps/api/main.js');
  const start = () =>
    startService({ bundle, env: { DATA_DIR: data, LOCAL_STORAGE_ROOTS: backups, ALLOW_PRIVATE_NETWORKS: '1' } });
  let service = await start();
  let headers = {};

  async function ask(path, body = null, method = body === null ? 'GET' : 'POST') {
    const reply = await fetch(`${service.url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: service.url, 'sec-fetch-site': 'same-origin', ...headers },
      body: body === null ? null : JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    const cookie = reply.headers.getSetCookie().map((one) => one.split(';')[0]);
    return { ...(text === '' ? {} : JSON.parse(text)), cookie: cookie.join('; ') };
  }
  async function signInByApi() {
    headers = {};
    const { xsrfToken, cookie } = await ask('/accounts/login', { email: owner.email, password: owner.password });
    headers = { cookie, 'x-xsrf-token': xsrfToken };
  }
  async function ended(id) {
    for (;;) {
      const backup = await ask(`/backups/${id}`);
      if (!['queued', 'running', 'finishing'].includes(backup.shownStatus)) return backup;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const idOf = async (list, name) => (await ask(list)).items.find((item) => item.name === name)?.id;

  return {
    get url() {
      return service.url;
    },
    get setupToken() {
      return service.setupToken;
    },
    database: join(data, 'stowbase.db'),
    folders: { local: join(backups, 'local') },
    connection: (project) => databases.url(project),
    ask,
    ended,
    idOf,
    projectId: (name) => idOf('/projects?limit=50', name),
    /** After the first run: the other projects, a second destination, a backup of each. */
    async fill() {
      await signInByApi();
      const nas = { name: 'Office NAS', type: 'local_mapped', config: { path: 'office-nas' } };
      await ask('/storage/destinations', nas);
      const destinations = (await ask('/storage/destinations')).items.map(({ id }) => id);
      await databases.change('shop-prod');
      for (const name of projects) {
        const known = await idOf('/projects?limit=50', name);
        const url = databases.url(name, name === 'crm' ? door.port : undefined);
        const projectId = known ?? (await ask('/projects', { name, connection: { url } })).id;
        const { id } = await ask('/backups', { projectId, destinations });
        const { shownStatus, error } = await ended(id);
        if (shownStatus !== 'complete') throw new Error(`The backup of ${name} is ${shownStatus}: ${error?.text}`);
      }
    },
    /** @param {() => void} meanwhile what is done with the records while nobody else uses them */
    async restart(meanwhile) {
      await service.stop();
      meanwhile();
      service = await start();
      await signInByApi();
    },
    /** A run that goes on for as long as pictures are made of it. @returns {Promise<string>} its id */
    async slowRun() {
      door.allow(450_000, 9_000_000);
      const destinations = (await ask('/storage/destinations')).items.map(({ id }) => id);
      const projectId = await idOf('/projects?limit=50', 'crm');
      return (await ask('/backups', { projectId, destinations })).id;
    },
    async endSlowRun(id) {
      door.allow(Infinity);
      await ask(`/backups/${id}/cancel`, {});
      await ended(id);
    },
    /** A project whose password was changed at the database, and nobody told. @returns {Promise<string>} the id of its run */
    async failedRun() {
      const [database, user] = ['billing', 'billing_backup'];
      const { server } = databases;
      const set = (password) =>
        server.with(server.superuser.user, database, (client) =>
          client.query(`ALTER ROLE ${user} PASSWORD '${password}'`),
        );
      await server.with(server.superuser.user, database, (client) =>
        client.query(
          `CREATE ROLE ${user} LOGIN BYPASSRLS PASSWORD 'first'; GRANT pg_read_all_data, postgres TO ${user}`,
        ),
      );
      const url = Object.assign(new URL(databases.url(database)), { username: user, password: 'first' }).href;
      const { id: projectId } = await ask('/projects', { name: 'billing', connection: { url } });
      const destinations = (await ask('/storage/destinations')).items.map(({ id }) => id);
      const first = await ask('/backups', { projectId, destinations });
      await ended(first.id);
      await set('second');
      const { id } = await ask('/backups', { projectId, destinations });
      await ended(id);
      return id;
    },
    /** One that what is sent reaches, one that it doesn't, one that is paused. */
    async addChannels() {
      const { startSink } = await importTypeScript('apps/e2e/src/webhook-sink.ts');
      const sink = await startSink();
      const add = (name, more) => ask('/notifications/channels', { name, type: 'webhook', ...more });
      const ops = await add('Ops webhook', { config: { url: sink.url, signingKey: 'four green boats at noon' } });
      const old = await add('Old chat', { config: { url: sink.url.replace('backups', 'gone') } });
      const phone = { type: 'ntfy', config: { topic: 'stowbase-night-shift' }, enabled: false };
      await add('Night shift', phone);
      await ask(`/notifications/channels/${ops.id}/test`, {});
      sink.answer(404);
      await ask(`/notifications/channels/${old.id}/test`, {});
      await sink.stop();
    },
    /** @param {import('@playwright/test').Page} page */
    async signIn(page) {
      await page.goto(`${service.url}/sign-in`);
      await page.getByRole('textbox', { name: 'E-mail' }).fill(owner.email);
      await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((url) => url.pathname === '/');
    },
    async stop() {
      await service.stop();
      await door.stop();
      await databases.server.stop();
    },
  };
}
