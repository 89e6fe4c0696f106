import type { Page, Route } from '@playwright/test';
import { expect, signIn, test } from './test';

/** design/ux.md §8: how much what is being read may move, as Chromium counts it. */
const mostShift = 0.05;
/** What the dashboard is made of, beside its own reply. */
const parts = ['/api/recovery-keys', '/api/backups', '/api/audit'];

test.describe('P-BROWSER-42 on a phone', () => {
  test.use({ viewport: { width: 412, height: 823 } });

  test('nothing of the dashboard moves, whichever of its parts comes last', async ({ page, api, service, source }) => {
    const project = await api.post('/projects', { name: 'shop-prod', connection: { url: source.url } });
    const destination = await api.addDestination(service);
    const backup = await api.post('/backups', { projectId: project.id, destinations: [destination.id] });
    await api.ended(backup.id);
    await signIn(page);
    await countShifts(page);
    for (const part of parts) {
      await test.step(part, async () => {
        const release = await hold(page, part);
        const answered = page.waitForResponse((reply) => new URL(reply.url()).pathname === '/api/dashboard');
        await page.goto('/');
        await answered;
        await drawn(page);
        release();
        await expect(page.getByRole('heading', { name: 'Left from the first run' })).toBeVisible();
        await expect(page.locator('sb-latest-activity tbody tr').first()).toBeVisible();
        await drawn(page);
        expect(await page.evaluate(() => window.shift), `when ${part} comes late`).toBeLessThanOrEqual(mostShift);
      });
    }
  });
});

declare global {
  interface Window {
    /** How much has moved since the page was opened, by nobody's doing. */
    shift: number;
  }
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
}

/** From the next visit on. */
async function countShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Replies of that path wait. @returns lets them go */
async function hold(page: Page, path: string): Promise<() => void> {
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  const late = async (route: Route): Promise<void> => {
    await isReleased;
    await route.continue();
  };
  await page.route(({ pathname }) => pathname === path, late);
  return release;
}

/** What has come until now is on the screen: the browser has nothing left to do. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const idle = (): Promise<unknown> => new Promise((resolve) => requestIdleCallback(resolve));
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let turn = 0; turn < 3; turn += 1) {
      await idle();
      await frame();
    }
  });
}
