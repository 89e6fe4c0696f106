import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { startNginxProxy } from '@stowbase/storage/testing';
import { expect, test } from './test';

/** How Chromium says that the download ended; null: it takes the file for whole. */
async function downloaded(browser: Browser, url: string): Promise<string | null> {
  const page = await browser.newPage();
  const starting = page.waitForEvent('download');
  // An address that is a download never becomes a page.
  await page.goto(url).catch(() => undefined);
  const failure = await (await starting).failure();
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
