import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { startNginxProxy } from '@stowbase/storage/testing';
import { expect, test } from './test';

/** How Chromium says that the download ended; null: it takes the file for whole. */
async function downloaded(
  browser: Browser,
  url: string,
  meanwhile = (): Promise<unknown> => Promise.resolve(),
): Promise<string | null> {
  const page = await browser.newPage();
  const starting = page.waitForEvent('download');
  // An address that is a download never becomes a page.
  await page.goto(url).catch(() => undefined);
  const download = await starting;
  await meanwhile();
  const failure = await download.failure();
  await page.close();
  return failure;
}

test('P-DOWNLOAD-11 a stored copy that breaks off is a failed download in Chromium, directly and through nginx', async ({
  api,
  service,
  source,
  browser,
}) => {
  const project = await api.post('/projects', { name: 'shop', connection: { url: source.url } });
  const destination = await api.addDestination(service);
  const { id } = await api.post('/backups', { projectId: project.id, destinations: [destination.id] });
  expect((await api.ended(id)).shownStatus).toBe('complete');
  const { url } = await api.post<{ url: string }>(`/backups/${id}/download-link`, {});
  const { port, pathname } = new URL(url);
  const proxies = [await startNginxProxy(Number(port)), await startNginxProxy(Number(port), { httpVersion: '1.1' })];
  const addresses = [url, ...proxies.map((proxy) => proxy.url + pathname)];
  try {
    for (const address of addresses) expect(await downloaded(browser, address), address).toBeNull();

    const names = readdirSync(service.backups, { recursive: true, encoding: 'utf8' });
    const file = join(service.backups, names.find((name) => name.endsWith('.tar')) ?? '');
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000);
    writeFileSync(file, bytes);
    for (const address of addresses) expect(await downloaded(browser, address), address).not.toBeNull();
  } finally {
    for (const proxy of proxies) await proxy.stop();
  }
});

test('P-DOWNLOAD-12 a direct backup that fails half-way is a failed download in Chromium, directly and through nginx', async ({
  api,
  source,
  browser,
}) => {
  await source.server.with('postgres', 'postgres', (client) =>
    client.query(`CREATE SCHEMA IF NOT EXISTS e2e;
      CREATE TABLE IF NOT EXISTS e2e.noise AS
      SELECT g / 800 AS id, string_agg(md5(random()::text), '') AS noise FROM generate_series(0, 399999) g GROUP BY 1`),
  );
  const project = await api.post('/projects', { name: 'noisy-shop', connection: { url: source.url } });
  // So slow that there is a middle.
  const options = { compression: 'zstd', compressionLevel: 19 };
  const lose = (): Promise<unknown> =>
    source.server.with('postgres', 'postgres', (client) =>
      client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'stowbase%'"),
    );
  const begin = () =>
    api.post<{ backupId: string; url: string }>('/backups/stream', { projectId: project.id, options });

  const direct = await begin();
  expect(await downloaded(browser, direct.url, lose)).not.toBeNull();
  expect((await api.ended(direct.backupId)).shownStatus).toBe('failed');

  const { backupId, url } = await begin();
  const { port, pathname } = new URL(url);
  const proxy = await startNginxProxy(Number(port), { httpVersion: '1.1' });
  try {
    expect(await downloaded(browser, proxy.url + pathname, lose)).not.toBeNull();
    expect((await api.ended(backupId)).shownStatus).toBe('failed');
  } finally {
    await proxy.stop();
    // The next test gets the same sample project.
    await source.server.with('postgres', 'postgres', (client) => client.query('DROP TABLE e2e.noise'));
  }
});
