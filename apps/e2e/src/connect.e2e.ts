import type { Locator, Page } from '@playwright/test';
import { NextcloudDouble } from '@stowbase/storage/testing';
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from './test';
import { testWithGoogle } from './with-google';

/** The form for a new destination of this type. */
async function newDestination(page: Page, type: RegExp, name: string): Promise<void> {
  await page.goto('/destinations/new');
  await page.getByRole('radio', { name: type }).check({ force: true });
  await page.getByLabel('Name', { exact: true }).fill(name);
}

/** @returns the provider's page, in a tab that knows nothing of this one */
async function connect(page: Page, place: Page | Locator, button: string): Promise<Page> {
  const opening = page.waitForEvent('popup');
  await place.getByRole('button', { name: button }).click();
  const opened = await opening;
  expect(await opened.evaluate(() => window.opener as unknown)).toBeNull();
  return opened;
}

/** What was granted is tested by itself; then it is saved. */
async function testedAndSaved(page: Page, name: string): Promise<void> {
  await expect(page.locator('sb-probe-panel header')).toContainText(/\d+ passed, \d+ to know about/, {
    timeout: 30_000,
  });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/destinations\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

test('P-CONNECT-14 a Nextcloud is connected on its own page, by its address alone', async ({ page, api }) => {
  const account = { id: '7f2c', loginName: 'ada@example.org', twoFactor: true };
  const cloud = await NextcloudDouble.start({ accounts: [account] });
  try {
    await api.get('/storage/types');
    await signIn(page);
    await newDestination(page, /^Nextcloud/, 'Cloud');
    await page.getByLabel('Address').fill(cloud.url);
    const login = await connect(page, page, 'Connect Nextcloud');
    await expect(page.getByText('Sign in to your Nextcloud and grant the access there')).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(new URL(login.url()).origin).toBe(cloud.url);
    cloud.login.grant(login.url(), cloud.account);
    await login.close();
    await expect(page.getByText('Connected as ada@example.org.')).toBeVisible();
    await testedAndSaved(page, 'Cloud');
    for (const password of cloud.account.appPasswords) expect(await page.content()).not.toContain(password);
  } finally {
    await cloud.close();
  }
});

testWithGoogle(
  'P-CONNECT-14 a Google account is connected on the page of Google, and what it sends back stays in no address',
  async ({ page, api, service, google }) => {
    const client = google.oauth.addClient();
    await api.get('/storage/types');
    await signIn(page);
    await newDestination(page, /^Google Drive/, 'Drive');
    await page.getByLabel('Client ID').fill(client.id);
    await page.getByLabel('Client secret').fill(client.secret);
    // As somebody copies it into the console of Google Cloud.
    const redirectUri = await page.getByText(`${service.url}/connect/google`, { exact: true }).innerText();
    google.oauth.addClient({ ...client, redirectUris: [redirectUri] });
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1280, height: 800 });

    google.oauth.answer = 'deny';
    const refused = await connect(page, page, 'Connect Google Drive');
    await expect(refused.getByRole('heading', { level: 1, name: 'Not connected' })).toBeVisible();
    await expect(refused.getByRole('alert')).toContainText('choose Allow');
    await expectAccessible(refused);
    await refused.close();
    await expect(page.getByRole('alert')).toContainText('choose Allow');

    google.oauth.answer = 'allow';
    const back = await connect(page, page, 'Connect again');
    await expect(back.getByRole('heading', { level: 1, name: 'Your Google account is connected' })).toBeVisible();
    await expect(back.getByText('ada@example.com')).toBeVisible();
    expect(back.url()).toBe(redirectUri);
    await expectAccessible(back);
    await expectNoSidewaysScroll(back);
    await back.close();
    await expect(page.getByText('Connected as ada@example.com.')).toBeVisible();
    await testedAndSaved(page, 'Drive');

    // F56: the access is taken away, and given again by one button, with the client that is stored.
    google.oauth.revoke('ada@example.com');
    await page.getByRole('button', { name: 'Test again' }).click();
    const trouble = page.locator('sb-destination-trouble');
    await expect(trouble.getByRole('heading', { name: 'Drive needs a new sign-in' })).toBeVisible();
    await expectAccessible(page);
    const again = await connect(page, trouble, 'Sign in again');
    await expect(again.getByRole('heading', { level: 1, name: 'Your Google account is connected' })).toBeVisible();
    await again.close();
    await expect(trouble.getByRole('heading')).toHaveCount(0);
    await expect(page.locator('sb-probe-panel header')).toContainText(/\d+ passed/);
    for (const token of google.oauth.consents.keys()) expect(await page.content()).not.toContain(token);
  },
);
