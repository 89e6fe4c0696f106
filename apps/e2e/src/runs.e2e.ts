import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Api } from './api';
import { tabTo } from './keyboard';
import { addLockedProject } from './locked-project';
import type { Service } from './service';
import { expect, expectAccessible, signIn, test, type Source } from './test';

/** A project whose rows take so long that one can look at the run. */
async function addSlowProject(api: Api, source: Source): Promise<{ id: string }> {
  await source.server.with('postgres', 'postgres', async (client) => {
    await client.query(`CREATE SCHEMA IF NOT EXISTS e2e`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS e2e.wide AS SELECT n, repeat(md5(n::text), 2000) AS body FROM generate_series(1, 4000) n`,
    );
  });
  return api.post('/projects', { name: 'slow-shop', connection: { url: source.url } });
}

const shows = (page: Page, word: string) => expect(page.locator('sb-state', { hasText: word }).first());

async function start(page: Page, api: Api, service: Service, source: Source): Promise<string> {
  const project = await addSlowProject(api, source);
  const destination = await api.addDestination(service);
  await signIn(page);
  const { id } = await api.post('/backups', {
    projectId: project.id,
    destinations: [destination.id],
    options: { compression: 'zstd', compressionLevel: 19 },
  });
  await page.goto(`/backups/${id}`);
  return id;
}

test.describe('P-BROWSER-3 a run is watched', () => {
  test('live: the picture, the log and the numbers go on by themselves until it is Complete', async ({
    page,
    api,
    service,
    source,
  }) => {
    const id = await start(page, api, service, source);
    await shows(page, 'Running').toBeVisible();
    await expectAccessible(page);
    await expect(page.getByRole('heading', { name: 'Pipeline' })).toBeVisible();
    await shows(page, 'Complete').toBeVisible({ timeout: 90_000 });
    await expect(page).toHaveTitle(/^Complete · slow-shop/);
    expect((await api.ended(id)).shownStatus).toBe('complete');
    await page.getByRole('tab', { name: 'Contents' }).click();
    await expect(page.getByText('wide').first()).toBeVisible();
    await expectAccessible(page);
  });

  test('cancelled: it ends as Cancelled, and nothing of it is stored', async ({ page, api, service, source }) => {
    const id = await start(page, api, service, source);
    await page.getByRole('button', { name: 'Cancel this run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel this run' }).click();
    await shows(page, 'Cancelled').toBeVisible({ timeout: 30_000 });
    expect((await api.ended(id)).shownStatus).toBe('cancelled');
    expect(filesIn(service.backups)).toEqual([]);
    await expectAccessible(page);
  });

  test('failed: it says what happened, what it means for the backups and what to do, by keyboard alone', async ({
    page,
    api,
    service,
    source,
  }) => {
    const destination = await api.addDestination(service);
    const project = await addLockedProject(api, source, 'locked-shop');
    const { id } = await api.post('/backups', { projectId: project.id, destinations: [destination.id] });
    await api.ended(id);
    await signIn(page);
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await expect(page.getByRole('heading', { level: 1, name: 'Backups' })).toBeFocused();
    await tabTo(page, /^locked-shop, /, 'table');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/backups/${id}$`));
    await shows(page, 'Failed').toBeVisible();
    await expect(page.getByText('AUTH_FAILED').first()).toBeVisible();
    await expect(page).toHaveTitle(/Failed · locked-shop/);
    await expectAccessible(page);
  });
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
