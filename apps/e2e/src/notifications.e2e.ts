import { pressButton, tabTo, typeInto } from './keyboard';
import { addLockedProject } from './locked-project';
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test as base } from './test';
import { startSink, type Sink } from './webhook-sink';

const test = base.extend<{ sink: Sink }>({
  sink: async ({}, use) => {
    const sink = await startSink();
    await use(sink);
    await sink.stop();
  },
});

test.describe('P-BROWSER-40 a notification channel', () => {
  test('is set up by keyboard alone, tried before and after it is kept, and hears of a failed backup', async ({
    page,
    api,
    service,
    source,
    sink,
  }) => {
    const destination = await api.addDestination(service);
    const project = await addLockedProject(api, source, 'told-shop');
    await signIn(page);
    await page.goto('/settings/notifications');
    await expect(page.getByText('Nobody is told when a backup fails')).toBeVisible();
    await expectAccessible(page);

    await pressButton(page, /^Add channel$/);
    await tabTo(page, /^E-mail/);
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('heading', { level: 2, name: 'New channel: Webhook' })).toBeVisible();
    await pressButton(page, /^Save$/);
    await expect(page.getByRole('alert').getByRole('link')).toHaveText(['Name is missing.', 'Address is missing.']);
    await expect(page.getByLabel('Name')).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.insertText('Ops');
    await typeInto(page, /^Address/, sink.url);
    await pressButton(page, /^Send test$/);
    await expect(page.locator('.result')).toContainText(/Delivered at \d\d:\d\d:\d\d in/);
    expect(sink.heard.map(({ type }) => type)).toEqual(['service.test']);
    await expectAccessible(page);
    await pressButton(page, /^Save$/);

    const card = page.locator('sb-channel-card');
    await expect(card).toContainText('Nothing was sent there yet');
    await card.getByRole('button', { name: 'Send test to Ops' }).click();
    await expect(card).toContainText(/Test: Delivered at/);
    sink.answer(410);
    await card.getByRole('button', { name: 'Send test to Ops' }).click();
    await expect(card.getByRole('status')).toContainText(/Not delivered at .*410/);
    await expect(card.locator('.last')).toContainText(/Not delivered since .*410/);
    await expectAccessible(page);

    sink.answer(200);
    const { id } = await api.post('/backups', { projectId: project.id, destinations: [destination.id] });
    await expect.poll(() => sink.heard.at(-1)?.data.subject, { timeout: 30_000 }).toBe('Failed: backup of told-shop');
    expect((await api.ended(id)).shownStatus).toBe('failed');
    await page.reload();
    await expect(page.locator('sb-deliveries tbody tr')).toHaveText([/Failed: backup of told-shop.*Ops.*Delivered/]);
    await expect(card.locator('.last')).toContainText('Delivered');
  });

  test('is told what is ticked in the table of events, and goes with a question', async ({ page, api, sink }) => {
    await api.post('/notifications/channels', { name: 'Ops', type: 'webhook', config: { url: sink.url } });
    await signIn(page);
    await page.goto('/settings/notifications');
    const box = page.getByRole('checkbox', { name: 'Backup complete: tell Ops' });
    await expect(box).not.toBeChecked();
    await box.check();
    await expect(page.getByText('Saved.')).toBeVisible();
    await page.reload();
    await expect(box).toBeChecked();
    await page.getByRole('button', { name: 'Back to defaults' }).click();
    await expect(box).not.toBeChecked();
    await page.getByRole('button', { name: 'Delete Ops' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete channel' }).click();
    await expect(page.getByText('Nobody is told when a backup fails')).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: 'Notifications' })).toBeFocused();
  });

  test('of each type has a form that is accessible and fits a phone', async ({ page, api }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    const { items } = await api.get<{ items: { type: string; title: string }[] }>('/notifications/types');
    expect(items.length).toBeGreaterThanOrEqual(7);
    await signIn(page);
    for (const { type, title } of items) {
      await page.goto(`/settings/notifications/new?type=${type}`);
      await expect(page.getByRole('heading', { level: 2, name: `New channel: ${title}` })).toBeVisible();
      for (const folded of await page.locator('details > summary').all()) await folded.click();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  });
});
