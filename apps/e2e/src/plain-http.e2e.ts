import { owner } from './api';
import { expect, expectAccessible, test } from './test';

test.describe('P-BROWSER-5 plain HTTP under a name that is not localhost', () => {
  test.use({ serviceOptions: { host: 'stowbase.test', env: { ALLOW_INSECURE_HTTP: '1' } } });

  test('works: one signs in, is warned, and makes the recovery key elsewhere', async ({ page, service, source }) => {
    await page.goto('/');
    await page.getByLabel('Setup token', { exact: true }).fill(service.setupToken);
    await page.getByLabel('Your name').fill(owner.name);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByLabel('Connection string', { exact: true }).fill(source.url);
    await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByText('This page came over plain HTTP')).toBeVisible();
    await expect(page.getByText('stowbase keygen').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Download key' })).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'No encryption' }).check();
    await page.getByRole('button', { name: 'Start first backup' }).click();
    await expect(page.locator('sb-state', { hasText: 'Complete' }).first()).toBeVisible({ timeout: 60_000 });
  });
});
