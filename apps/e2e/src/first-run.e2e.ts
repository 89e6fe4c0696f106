import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { owner } from './api';
import { countingHand } from './counting-hand';
import { pressButton, tabTo, typeInto } from './keyboard';
import { expect, expectAccessible, expectNoSidewaysScroll, test, type Source } from './test';

const stowbase = join(import.meta.dirname, '../../../tools/stowbase.mjs');
const run = promisify(execFile);

/** What there is to read in a section, without what its checks have found (design/ux.md §8). */
const wordsOf = (page: Page, section: string, without: string): Promise<number> =>
  page.locator(section).evaluate((element, hidden) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const part of copy.querySelectorAll(`${hidden}, .sb-hidden`)) part.remove();
    for (const each of copy.querySelectorAll('*')) each.append(' ');
    return copy.textContent.split(/\s+/).filter((word) => /\w/.test(word)).length;
  }, without);

/** From the empty service to the run page, as a person does it. */
async function walk(
  page: Page,
  source: Source,
  setupToken: string,
): Promise<{ clicks: number; fields: number; keyFile: string }> {
  const hand = countingHand(page);
  await page.goto('/');
  await expect(page).toHaveURL(/\/first-run$/);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await hand.fill('Setup token', setupToken);
  await hand.fill('Your name', owner.name);
  await hand.fill('E-mail', owner.email);
  await hand.fill('Password', owner.password);
  await hand.press('Create account');

  await hand.fill('Connection string', source.url);
  await expect(page.locator('body')).not.toContainText(new URL(source.url).password);
  await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled({ timeout: 30_000 });
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await hand.press('Continue');

  await expect(page.getByRole('heading', { name: 'Destination' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled({ timeout: 30_000 });
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  expect(await wordsOf(page, 'sb-destination-step', 'sb-probe-panel')).toBeLessThanOrEqual(120);
  await hand.press('Continue');

  const saved = page.waitForEvent('download');
  await hand.press('Download key');
  const download = await saved;
  await hand.check(/^I have stored it/);
  await expect(page.getByRole('button', { name: 'Start first backup' })).toBeEnabled({ timeout: 30_000 });
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  expect(await wordsOf(page, 'sb-protect-step', 'sb-problem')).toBeLessThanOrEqual(120);
  await hand.press('Start first backup');
  return { ...hand.used(), keyFile: await download.path() };
}

test.describe('P-BROWSER-2 the first run', () => {
  test('from an empty service to a Complete backup: at most 9 clicks and 7 fields; the downloaded file is verified', async ({
    page,
    service,
    source,
  }) => {
    const { clicks, fields, keyFile } = await walk(page, source, service.setupToken);
    expect(clicks).toBeLessThanOrEqual(9);
    expect(fields).toBeLessThanOrEqual(7);
    await expect(page).toHaveURL(/\/backups\/[0-9a-f-]{36}$/);
    await expect(page.locator('sb-state', { hasText: 'Complete' }).first()).toBeVisible({ timeout: 60_000 });
    await expect(page).toHaveTitle(/^Complete · /);
    await expectAccessible(page);

    await page.goto('/schedules');
    await expect(page.locator('sb-schedule-table tbody tr')).toHaveCount(1);
    await expect(page.locator('sb-schedule-table tbody tr')).toContainText('At 02:30, every day');
    await page.goBack();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).first().click();
    const file = await (await saving).path();
    expect(readFileSync(keyFile, 'utf8')).toContain('AGE-SECRET-KEY-1');
    const { stdout } = await run(process.execPath, [
      stowbase,
      'verify',
      '--deep',
      '--identity',
      keyFile,
      '--json',
      file,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'done' });
  });

  test('by keyboard alone', async ({ page, service, source }) => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/first-run$/);
    await typeInto(page, /^Setup token/, service.setupToken);
    await typeInto(page, /^Your name/, owner.name);
    await typeInto(page, /^E-mail/, owner.email);
    await typeInto(page, /^Password/, owner.password);
    await pressButton(page, /^Create account/);
    await expect(page.getByLabel('Connection string', { exact: true })).toBeVisible();
    await typeInto(page, /^Connection string/, source.url);
    await page.keyboard.press('Tab');
    for (const section of ['Connect', 'Destination']) {
      await expect(page.getByRole('heading', { name: new RegExp(`^Step \\d: ${section}$`) })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled({ timeout: 30_000 });
      await pressButton(page, /^Continue/);
    }
    const saved = page.waitForEvent('download');
    await pressButton(page, /Download key/);
    await saved;
    await tabTo(page, /^I have stored it/);
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Start first backup' })).toBeEnabled({ timeout: 30_000 });
    await pressButton(page, /^Start first backup/);
    await expect(page.locator('sb-state', { hasText: 'Complete' }).first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  });

  test.describe('on a phone, in the dark', () => {
    test.use({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    test('all of it fits', async ({ page, service, source }) => {
      await walk(page, source, service.setupToken);
      await expect(page.locator('sb-state', { hasText: 'Complete' }).first()).toBeVisible({ timeout: 60_000 });
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    });
  });
});
