import axe from 'axe-core';
import { test as base, expect, type Page } from '@playwright/test';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { Api, owner } from './api';
import { startService, type Service, type ServiceOptions } from './service';

interface Own {
  serviceOptions: ServiceOptions;
  service: Service;
  /** The owner's account is made when a test asks for this. */
  api: Api;
  /** What the browser complained about: scripts, the content policy, other hosts. Must be empty at the end of each test. */
  complaints: string[];
}

/** A sample Supabase project, one for all tests of a worker. */
export interface Source {
  readonly server: ScratchServer;
  readonly url: string;
}

export const test = base.extend<Own, { source: Source }>({
  source: [
    async ({}, use) => {
      const server = await freshTarget({ fixture: 'plain' });
      await use({ server, url: server.url('postgres', 'postgres') });
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  serviceOptions: [{}, { option: true }],
  service: async ({ serviceOptions }, use) => {
    const service = await startService(serviceOptions);
    await use(service);
    await service.stop();
  },
  api: async ({ service }, use) => {
    await use(await Api.setUp(service));
  },
  baseURL: async ({ service }, use) => {
    await use(service.url);
  },
  complaints: [
    async ({ page, service }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
      page.on('console', (message) => {
        // A reply of 4xx is an answer; that the browser writes it down too says nothing.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          complaints.push(message.text());
      });
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== service.url) complaints.push(`asked ${request.url()}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** By the form, as people do. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

const accessibilityTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What a page shows on its way is nothing to judge: what stays so long is. Milliseconds. */
const settles = { timeout: 5_000 };

/** WCAG 2.2 AA and the best practices, of the page as it comes to rest. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(async () => expect(await barriersOf(page)).toEqual([])).toPass(settles);
}

/** In the page itself, which has no frames: the builder of @axe-core/playwright opens another page for each look. */
async function barriersOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const found = await inPage.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return found.violations.map(({ id, help, nodes }) => {
      const where = nodes.map(({ html }) => html).join(' | ');
      return `${id}: ${help} (${where.slice(0, 400)})`;
    });
  }, accessibilityTags);
}

/** Nothing sticks out at the side. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const tooWide = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(tooWide, settles).toBeLessThanOrEqual(0);
}
