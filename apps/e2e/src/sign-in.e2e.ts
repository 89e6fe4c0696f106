import { owner } from './api';
import { expect, expectAccessible, signIn, test } from './test';

test.describe('P-BROWSER-1 signing in', () => {
  test('asks who is not in, goes where they wanted, and says what is wrong', async ({ page, api }) => {
    expect(api.token).toMatch(/^stow_/);
    await page.goto('/activity');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password').fill('seven grey herons');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('LOGIN_FAILED');
    await page.getByLabel('Password').fill(owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(/\/activity$/);
    await expect(page).toHaveTitle('Activity · Stowbase');
  });

  test('a session that has ended is begun anew over the page', async ({ page, api }) => {
    expect(api.token).not.toBe('');
    await signIn(page);
    await expect(page.getByText('Live').first()).toBeVisible();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Projects' }).click();
    await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
    await page.getByRole('dialog').getByLabel('Password').fill(owner.password);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});
