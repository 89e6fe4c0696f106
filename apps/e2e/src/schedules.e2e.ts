import { pressButton, tabTo, typeInto } from './keyboard';
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from './test';

interface Listed {
  readonly items: readonly { readonly id: string; readonly deletedAt: string | null }[];
}

test.describe('P-BROWSER-22 schedules', () => {
  test('one is made by keyboard alone: its sentence, its next runs and the list say what it does', async ({
    page,
    api,
    service,
    source,
  }) => {
    await api.post('/projects', { name: 'shop-prod', connection: { url: source.url } });
    await api.addDestination(service);
    await signIn(page);
    await page.goto('/schedules');
    await expect(page.getByText('Nothing is backed up by itself yet')).toBeVisible();
    await expectAccessible(page);
    await pressButton(page, /^Add a schedule/);
    await expect(page.getByRole('heading', { level: 1, name: 'New schedule' })).toBeFocused();
    await typeInto(page, /^Name/, 'Nights');
    await typeInto(page, /^Time/, '0315');
    await expect(page.getByLabel('Cron, five fields')).toHaveValue('15 3 * * *');
    await tabTo(page, /^Sunday|Su\s*Sunday/);
    await page.keyboard.press('Space');
    await expect(page.getByLabel('Cron, five fields')).toHaveValue('15 3 * * 1-6');
    await expect(page.getByText('At 03:15, Monday through Saturday.')).toBeVisible();
    const zone = page.getByRole('combobox', { name: 'Zone' });
    await typeInto(page, /^Zone/, 'kathm');
    await expect(page.getByRole('listbox', { name: 'Zone' }).getByRole('option')).toHaveText(/Asia\/Kathmandu/);
    // A list that has just opened begins with none of its options: on a slow machine that may come after the first arrow.
    await expect(async () => {
      await page.keyboard.press('ArrowDown');
      await expect(zone).toHaveAttribute('aria-activedescendant', /./, { timeout: 1_000 });
    }).toPass();
    await page.keyboard.press('Enter');
    await expect(zone).toHaveValue('Asia/Kathmandu');
    await expect(page.locator('sb-next-runs tbody tr').first()).toContainText('03:15 +05:45');
    await expect(page.locator('sb-next-runs tbody tr')).toHaveCount(10);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await pressButton(page, /^Save schedule/);
    await expect(page.getByRole('heading', { level: 1, name: 'Nights' })).toBeVisible();
    await expect(page).toHaveTitle(/^Nights, shop-prod · /);
    await page.goto('/schedules');
    await expect(page.locator('sb-schedule-table tbody tr')).toContainText('At 03:15, Monday through Saturday');
    await expect(page.locator('sb-schedule-table tbody tr')).toContainText('03:15 Asia/Kathmandu');
  });

  test('is run now, paused, and shows at once what somebody else does', async ({ page, api, service, source }) => {
    const project = await api.post('/projects', { name: 'shop-prod', connection: { url: source.url } });
    await api.addDestination(service);
    const schedule = await api.post('/schedules', { projectId: project.id, cron: '30 2 * * *', timeZone: 'UTC' });
    await signIn(page);
    await page.goto('/schedules');
    const row = page.locator('sb-schedule-table tbody tr');
    await page.getByRole('button', { name: 'More for Every night of shop-prod' }).click();
    await page.getByRole('menuitem', { name: 'Run now' }).click();
    await expect(page.locator('sb-run-head sb-state')).toHaveText('Complete', { timeout: 60_000 });
    await page.goto('/schedules');
    await expect(row).toContainText('Complete');
    await page.getByRole('button', { name: 'Pause Every night of shop-prod' }).click();
    await expect(row).toContainText('none, it is paused');
    await expectAccessible(page);
    // By an event: nothing is pressed here.
    await api.post(`/schedules/${schedule.id}/resume`, {});
    await expect(row).toContainText('02:30 UTC');
    await page.goto(`/projects/${project.id}/schedule`);
    await expect(row).toContainText('At 02:30, every day');
    await expectAccessible(page);
  });

  test('a rule that is turned down shows what it would delete, and after the next backup exactly that is gone', async ({
    page,
    api,
    service,
    source,
  }) => {
    const project = await api.post('/projects', { name: 'shop-prod', connection: { url: source.url } });
    await api.addDestination(service);
    const counts = { keepDays: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
    const retention = { ...counts, keepLast: 5, minKeep: 3, maxBytes: null };
    const when = { cron: '30 2 * * *', timeZone: 'UTC' };
    const schedule = await api.post('/schedules', { projectId: project.id, ...when, retention });
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { id } = await api.post(`/schedules/${schedule.id}/run`, {});
      expect((await api.ended(id)).shownStatus).toBe('complete');
      made.push(id);
    }
    await signIn(page);
    await page.goto(`/schedules/${schedule.id}`);
    await expect(page.locator('sb-retention-line')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Today’s 5 backups' })).toBeVisible();
    await expectAccessible(page);
    // By keyboard: the fold, the field, then the reason of the newest on the line.
    await pressButton(page, /^More rules/);
    await typeInto(page, /^Newest/, '3');
    await expect(page.locator('sb-deletion-panel')).toContainText('This change would delete 2 now');
    await tabTo(page, /^5 backups: 3 kept, 2 would be deleted/);
    await expect(page.locator('sb-retention-line .tip')).toContainText('one of the 3 newest good ones');
    await expectAccessible(page);
    await pressButton(page, /^Save schedule/);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Save, and delete 2 copies?');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Change the rule' }).click();
    expect(await deletedOf(made)).toEqual([]);
    await pressButton(page, /^Save schedule/);
    await dialog.getByRole('button', { name: 'Save and delete 2' }).click();
    await expect(page.getByText('Every night is saved.')).toBeVisible();
    await page.getByRole('button', { name: 'Run now' }).click();
    await expect(page.locator('sb-run-head sb-state')).toHaveText('Complete', { timeout: 60_000 });
    await expect.poll(() => deletedOf(made), { timeout: 60_000 }).toEqual(expect.arrayContaining(made.slice(0, 2)));

    async function deletedOf(ids: readonly string[]): Promise<string[]> {
      const { items } = await api.get<Listed>('/backups?deleted=true&limit=50');
      return items.map(({ id }) => id).filter((id) => ids.includes(id));
    }
  });

  test.describe('on a phone, in the dark', () => {
    test.use({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    test('the form fits with everything unfolded', async ({ page, api, service, source }) => {
      await api.post('/projects', { name: 'shop-prod', connection: { url: source.url } });
      await api.addDestination(service);
      await signIn(page);
      await page.goto('/schedules/new');
      await expect(page.getByLabel('Cron, five fields')).toBeVisible();
      for (const folded of await page.locator('details > summary').all()) await folded.click();
      await page.getByRole('button', { name: 'Add a window' }).click();
      await page.getByRole('button', { name: 'Show as table' }).click();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await page.getByText('Monthly', { exact: true }).first().click();
      await expect(page.getByLabel('Cron, five fields')).toHaveValue('30 2 1 * *');
      await expectNoSidewaysScroll(page);
    });
  });
});
