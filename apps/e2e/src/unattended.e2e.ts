import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from './test';

test.describe('P-BROWSER-41 what goes on unattended', () => {
  test('a copy is checked, a lost one is found by a look, and the service backs itself up', async ({
    page,
    api,
    service,
    source,
  }) => {
    const destination = await api.addDestination(service);
    const project = await api.post('/projects', { name: 'shop', connection: { url: source.url } });
    const { id } = await api.post('/backups', { projectId: project.id, destinations: [destination.id] });
    await api.ended(id);
    await signIn(page);
    await page.goto(`/backups/${id}`);
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    const checks = page.locator('sb-checks');
    await expect(checks.locator('ul li')).toHaveText([/Readable.*every hash is right/], { timeout: 60_000 });
    await expect(checks.locator('sb-ladder li.reached')).toHaveCount(3);
    await expect(page.locator('sb-kept')).toContainText('Local disk');
    await expectAccessible(page);

    for (const file of readdirSync(service.backups, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.tar')) rmSync(join(service.backups, file));
    await page.goto(`/destinations/${destination.id}`);
    const found = page.locator('sb-import');
    await found.getByRole('button', { name: 'Look through it' }).click();
    await expect(found.getByRole('button', { name: /^Copies that are not there any more/ })).toBeVisible({
      timeout: 60_000,
    });
    await expectAccessible(page);

    await api.post('/notifications/channels', {
      name: 'Ops',
      type: 'webhook',
      config: { url: 'http://127.0.0.1:9/closed' },
    });
    await page.goto('/settings/notifications');
    await page.getByRole('button', { name: 'Send test to Ops' }).click();
    await expect(page.locator('sb-channel-card .last')).toContainText('Not delivered');
    await page.goto('/');
    await expect(page.getByRole('heading', { name: /^Nothing is delivered to Ops since/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Open Ops' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Ops' })).toBeVisible();

    await page.goto('/settings/system');
    const own = page.locator('sb-self-backup');
    await own.getByRole('switch', { name: 'Also without a recovery key' }).click();
    await own.getByRole('button', { name: 'Save' }).click();
    await expect(own.getByText('Saved.')).toBeVisible();
    await own.getByRole('button', { name: 'Run now' }).click();
    await expect(own.locator('ul li').first()).toContainText(/Complete.*at Local disk/, { timeout: 60_000 });
    await expect(own.locator('code')).toHaveText(/^stowbase admin restore-self stowbase-service_\S+$/);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});
