import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from './test';

const pages = [
  ['dashboard', '/'],
  ['projects', '/projects'],
  ['a new project', '/projects/new'],
  ['backups', '/backups'],
  ['destinations', '/destinations'],
  ['a new destination', '/destinations/new'],
  ['schedules', '/schedules'],
  ['a new schedule', '/schedules/new'],
  ['activity', '/activity'],
  ['account', '/settings/account'],
  ['users', '/settings/users'],
  ['API tokens', '/settings/tokens'],
  ['recovery keys', '/settings/recovery-keys'],
  ['notifications', '/settings/notifications'],
  ['a new channel', '/settings/notifications/new?type=webhook'],
  ['system', '/settings/system'],
  ['appearance', '/settings/appearance'],
  ['nothing', '/nowhere'],
] as const;

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };
/** Colours have barriers of their own, and so have widths: each of them once, and with the long forms each with each. */
const looks = [
  ['dark, 1280', wide, 'dark'],
  ['light, 360', narrow, 'light'],
  ...(process.env['STOWBASE_TEST_ALL'] === '1'
    ? ([
        ['light, 1280', wide, 'light'],
        ['dark, 360', narrow, 'dark'],
      ] as const)
    : []),
] as const;

for (const [look, viewport, colorScheme] of looks) {
  test.describe(`P-BROWSER-4 every screen (${look})`, () => {
    test.use({ viewport, colorScheme });
    // Some twenty screens, each looked at in full: minutes where the processor is shared.
    test.describe.configure({ timeout: 300_000 });

    test('has no barrier, nothing that sticks out, and one heading of the first level', async ({
      page,
      api,
      service,
      source,
    }) => {
      const project = await api.post('/projects', { name: 'shop-prod', connection: { url: source.url } });
      const destination = await api.addDestination(service);
      const channel = await api.post('/notifications/channels', {
        name: 'Ops webhook',
        type: 'webhook',
        config: { url: 'http://127.0.0.1:9/closed' },
      });
      const backup = await api.post('/backups', { projectId: project.id, destinations: [destination.id] });
      await api.ended(backup.id);
      const when = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
      const schedule = await api.post('/schedules', { projectId: project.id, ...when });
      await signIn(page);
      const all = [
        ...pages,
        ['a project', `/projects/${project.id}`],
        ['coverage', `/projects/${project.id}/coverage`],
        ['the schedules of a project', `/projects/${project.id}/schedule`],
        ['a schedule', `/schedules/${schedule.id}`],
        ['a destination', `/destinations/${destination.id}`],
        ['a run', `/backups/${backup.id}`],
        ['a channel', `/settings/notifications/${channel.id}`],
      ] as const;
      for (const [name, path] of all) {
        await test.step(name, async () => {
          await page.goto(path);
          // What the page shows before its scripts have come is no screen yet.
          await expect(page.locator('.sb-first')).toHaveCount(0);
          await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
          await expect(page.getByText('still loading')).toHaveCount(0);
          await page.waitForLoadState('load');
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        });
      }
    });
  });
}

test('P-BROWSER-4 a barrier is found, and named with its place', async ({ page, service }) => {
  // Nobody has an account yet, so this is where every page leads to.
  await page.goto(service.url);
  await expect(page.getByRole('heading', { level: 1, name: 'Protect your first project' })).toBeVisible();
  await expectAccessible(page);
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
  await expect(expectAccessible(page)).rejects.toThrow(/button-name: .*<button><\/button>/);
});
