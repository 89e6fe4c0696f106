// The built service with an owner who is signed in, a sample project and one finished backup: what a bench of its pages visits.
import { importTypeScript } from '../../typescript-door.mjs';

/* global fetch */

/** @returns {Promise<{ url: string, cookie: string, stop: () => Promise<void> }>} */
export async function sampleService() {
  const { startScratchServer, buildPlatform, loadFixture } = await importTypeScript(
    'libs/postgres/src/testing/index.ts',
  );
  const { startService } = await importTypeScript('apps/e2e/src/service.ts');
  const server = await startScratchServer();
  await buildPlatform(server);
  await loadFixture(server, 'plain');
  const service = await startService();
  const stop = async () => {
    await service.stop();
    await server.stop();
  };
  try {
    const owner = { email: 'owner@example.org', name: 'Olga Owner', password: 'nine red kites over the weir' };
    await ask(service.url, '/accounts/setup', { token: service.setupToken, ...owner });
    const login = await ask(service.url, '/accounts/login', { email: owner.email, password: owner.password });
    const cookie = login.cookies.join('; ');
    const signed = { cookie, 'x-xsrf-token': login.body.xsrfToken };
    const connection = { url: server.url('postgres', 'postgres') };
    const project = await ask(service.url, '/projects', { name: 'shop-prod', connection }, signed);
    const config = { path: service.backups };
    const destination = await ask(
      service.url,
      '/storage/destinations',
      { name: 'Local disk', type: 'local_mapped', config },
      signed,
    );
    const wanted = { projectId: project.body.id, destinations: [destination.body.id] };
    const backup = await ask(service.url, '/backups', wanted, signed);
    while (
      /queued|running|finishing/.test(
        (await ask(service.url, `/backups/${backup.body.id}`, null, signed)).body.shownStatus,
      )
    )
      await new Promise((resolve) => setTimeout(resolve, 200));
    return { url: service.url, cookie, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {string} url @param {string} path @param {object | null} body null: read only @param {Record<string, string>} headers */
async function ask(url, path, body, headers = {}) {
  const reply = await fetch(`${url}/api${path}`, {
    method: body === null ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin', ...headers },
    body: body === null ? null : JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return { body: await reply.json(), cookies: reply.headers.getSetCookie().map((text) => text.split(';')[0] ?? '') };
}
