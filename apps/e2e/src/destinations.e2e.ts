import { CreateBucketCommand, DeleteBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Page } from '@playwright/test';
import { NextcloudDouble, startRadosgw, type S3Server } from '@stowbase/storage/testing';
import { pressButton, tabTo, typeInto } from './keyboard';
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test as base } from './test';

const test = base.extend<object, { store: S3Server }>({
  store: [
    async ({}, use) => {
      const server = await startRadosgw();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Labels of fields that may be left empty say so behind their name. */
const field = (page: Page, name: string) =>
  page.getByRole('textbox', { name: new RegExp(`^${name}( \\(optional\\))?$`) });
const probe = (page: Page) => page.locator('sb-probe-panel');
const keysIn = async ({ client }: S3Server, bucket: string): Promise<string[]> => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key }) => Key ?? '');
};

test.describe('P-BROWSER-20 a destination on somebody else’s storage', () => {
  test('S3: a wrong secret is named by its check; a copy that fails alone is made again from the other one', async ({
    page,
    api,
    service,
    source,
    store,
  }) => {
    const bucket = await store.freshBucket();
    await signIn(page);
    await page.goto('/destinations/new?type=s3');
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expectAccessible(page);
    // By keyboard alone: the providers are one stop, with arrows in between.
    await tabTo(page, /^Other$/);
    for (let left = 0; left < 2; left += 1) await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('radio', { name: 'Ceph', exact: true })).toBeChecked();
    await typeInto(page, /^Name$/, 'Ceph');
    await typeInto(page, /^Endpoint/, store.endpoint);
    await typeInto(page, /^Bucket/, bucket);
    await typeInto(page, /^Access key ID/, store.accessKeyId);
    await typeInto(page, /^Secret access key/, 'a secret of somebody else');
    await page.keyboard.press('Tab');

    await expect(probe(page).getByRole('status')).toHaveText(/\d+ of \d+ failed/);
    await expect(probe(page).getByRole('listitem').filter({ hasText: ': failed.' })).toHaveCount(1);
    await expect(probe(page).getByRole('listitem').filter({ hasText: ': failed.' })).toContainText(/secret/i);
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true');
    await expectAccessible(page);

    await page.getByLabel('Secret access key', { exact: true }).fill(store.secretAccessKey);
    await field(page, 'Name').focus();
    await expect(probe(page).getByRole('status')).toHaveText(/passed/);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Ceph' })).toBeVisible();
    await expect(page.locator('.head sb-state')).toHaveText('Ready');
    await expect(page.getByText('Earlier probes')).toBeVisible();
    expect(await keysIn(store, bucket)).toEqual([]);
    await expectAccessible(page);

    await api.addDestination(service);
    await api.post('/projects', { name: 'shop', connection: { url: source.url } });
    // One that is away is waited for; this is told at once.
    await store.client.send(new DeleteBucketCommand({ Bucket: bucket }));
    await page.getByRole('button', { name: 'Back up now' }).click();
    const dialog = page.getByRole('dialog');
    for (const name of ['Ceph', 'Local disk']) await expect(dialog.getByRole('checkbox', { name })).toBeChecked();
    await dialog.getByRole('button', { name: 'Start backup' }).click();
    await expect(page.locator('sb-run-head sb-state')).toHaveText('Partly stored', { timeout: 90_000 });
    const notice = page.locator('sb-run-notices');
    await expect(notice).toContainText('not at every destination');
    await expect(notice).toContainText('Ceph: Not stored.');
    await expectAccessible(page);

    await store.client.send(new CreateBucketCommand({ Bucket: bucket }));
    await pressButton(page, /^Copy there again/);
    await expect(page.locator('sb-run-head sb-state')).toHaveText('Complete', { timeout: 60_000 });
    await expect(notice).toBeEmpty();
    await page.getByRole('tab', { name: 'Copies' }).click();
    await expect(page.locator('sb-copies')).toContainText('2 of 2 there');
    expect(await keysIn(store, bucket)).toHaveLength(1);
    expect(await store.openUploads(bucket)).toEqual([]);
    await expectAccessible(page);
  });

  test('Nextcloud: its own page gives an app password, and a backup is copied there', async ({
    page,
    api,
    service,
    source,
  }) => {
    const cloud = await NextcloudDouble.start();
    const local = await api.addDestination(service);
    const project = await api.post('/projects', { name: 'shop', connection: { url: source.url } });
    const { id } = await api.post('/backups', { projectId: project.id, destinations: [local.id] });
    await signIn(page);
    await page.goto('/destinations/new?type=nextcloud');
    await field(page, 'Name').fill('Cloud');
    await field(page, 'Address').fill(cloud.url);
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Connect Nextcloud' }).click();
    const loginPage = await opened;
    cloud.login.grant(loginPage.url(), cloud.account);
    await loginPage.close();
    await expect(page.getByText(`Connected as ${cloud.account.loginName}.`)).toBeVisible();
    await expect(probe(page).getByRole('status')).toHaveText(/passed/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.locator('.head sb-state')).toHaveText('Ready');

    await api.ended(id);
    await page.goto(`/backups/${id}?tab=copies`);
    await page.getByRole('button', { name: 'Copy to another destination' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('radio', { name: /Local disk \(it is stored there\)/ })).toBeDisabled();
    await expectAccessible(page);
    await dialog.getByRole('radio', { name: 'Cloud' }).check();
    await dialog.getByRole('button', { name: 'Copy it there' }).click();
    await expect(page.locator('sb-copies')).toContainText('2 of 2 there', { timeout: 60_000 });
    await cloud.close();
  });
});

test.describe('P-BROWSER-21 the form of each type', () => {
  test.use({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  test('is made of what the service says, is accessible and fits a phone', async ({ page, api }) => {
    const { items } = await api.get<{ items: { type: string; stored: boolean }[] }>('/storage/types');
    await signIn(page);
    for (const { type } of items.filter(({ stored }) => stored)) {
      await page.goto(`/destinations/new?type=${type}`);
      await expect(field(page, 'Name')).toBeVisible();
      for (const folded of await page.locator('details > summary').all()) await folded.click();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      const guide = await page.getByRole('link', { name: /Where to find this/ }).getAttribute('href');
      await page.goto(guide ?? '');
      await expect(page.getByRole('heading', { level: 2, name: 'What you need' })).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  });
});
