/* global document, innerWidth */
import { owner } from './sample.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {Awaited<ReturnType<typeof import('./sample.mjs').startSample>>} Sample */
/**
 * `most`: so high at most, pixels; `part`: what of the page is in the picture.
 * @typedef {{ name: string, width?: number, height?: number, most?: number, dark?: boolean, needsSession?: boolean, part?: (page: Page) => Promise<{ x: number, y: number, width: number, height: number }>, show: (page: Page, sample: Sample) => Promise<void> }} Screen
 */

/** From the empty service to its first backup, by hand. @param {Page} page @param {Sample} sample @param {(name: string, page: Page) => Promise<void>} save */
export async function firstRun(page, sample, save) {
  const press = (name) => page.getByRole('button', { name }).click();
  const ready = (name) =>
    page.locator('button:not([aria-disabled=true])', { hasText: name }).waitFor({ timeout: 60_000 });
  await page.goto(sample.url);
  await page.getByRole('textbox', { name: 'Setup token' }).fill(sample.setupToken);
  await page.getByRole('textbox', { name: 'Your name' }).fill(owner.name);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await press('Create account');
  await page.getByRole('textbox', { name: 'Connection string' }).fill(sample.connection('shop-prod'));
  await ready('Continue');
  await save('first-run', page);
  await press('Continue');
  await page.getByRole('heading', { name: 'Destination' }).waitFor();
  await ready('Continue');
  await press('Continue');
  const saved = page.waitForEvent('download');
  await press('Download key');
  await saved;
  await page.getByRole('checkbox', { name: /^I have stored it/ }).check();
  await ready('Start first backup');
  await press('Start first backup');
  await page.waitForURL(/\/backups\/[0-9a-f-]{36}$/);
  await page.locator('sb-state', { hasText: 'Complete' }).first().waitFor({ timeout: 60_000 });
  await page.context().close();
}

/** All that is asked for has come. @param {Page} page */
async function settled(page) {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page
    .locator('sb-loading')
    .first()
    .waitFor({ state: 'detached', timeout: 15_000 })
    .catch(() => undefined);
  await page.evaluate(() => document.fonts.ready);
}

/** @param {(sample: Sample) => Promise<string> | string} path @returns {Screen['show']} */
const at = (path) => async (page, sample) => {
  await page.goto(sample.url + (await path(sample)));
  await settled(page);
};

/** The run that the pictures of the dashboard and of a run have in common. @type {string | null} */
let slow = null;
const running = async (page, sample, path) => {
  slow ??= await sample.slowRun();
  await at(() => path(slow))(page, sample);
  await page
    .getByText(/≈ \d+ %/)
    .first()
    .waitFor({ timeout: 60_000 });
};
const dashboard = (page, sample) => running(page, sample, () => '/');
const phone = { width: 360, height: 740 };

/** The page of all states is too high for one picture. @param {string | null} first null: from the top @param {string | null} next null: to the end */
const between = (first, next) => async (page) => {
  const { x, width, height } = await sizeOf(page);
  const y = first === null ? 0 : await topOf(page, first);
  return { x, y, width, height: (next === null ? height : await topOf(page, next)) - y };
};
const sizeOf = (page) =>
  page.evaluate(() => ({ x: 0, y: 0, width: innerWidth, height: document.documentElement.scrollHeight }));
const topOf = async (page, selector) => Math.floor((await page.locator(selector).boundingBox()).y);
const states = {
  needsSession: false,
  most: 12_000,
  async show(page, sample) {
    await page.goto(`${sample.url}/dev/states`);
    await page.getByText('still loading…').waitFor({ timeout: 15_000 });
    await page.evaluate(() => document.fonts.ready);
  },
};

/** In this order: what comes later needs what was before. @type {readonly Screen[]} */
export const screens = [
  { name: 'dashboard', show: dashboard },
  { name: 'dashboard-dark', dark: true, show: dashboard },
  { name: 'dashboard-mobile', ...phone, show: dashboard },
  {
    name: 'run',
    show: async (page, sample) => {
      await running(page, sample, (id) => `/backups/${id}`);
    },
  },
  {
    name: 'run-failed',
    show: async (page, sample) => {
      if (slow !== null) await sample.endSlowRun(slow);
      await at(async () => `/backups/${await sample.failedRun()}`)(page, sample);
    },
  },
  { name: 'schedules', show: at(() => '/schedules') },
  {
    name: 'schedule',
    show: async (page, sample) => {
      await at(() => '/schedules')(page, sample);
      await page.locator('sb-schedule-table a').first().click();
      await page.locator('sb-retention-line').waitFor();
      await settled(page);
    },
  },
  {
    name: 'contents',
    show: async (page, sample) => {
      const project = await sample.projectId('shop-prod');
      const { items } = await sample.ask(`/backups?limit=1&project=${project}`);
      await at(() => `/backups/${items[0].id}`)(page, sample);
      await page.getByRole('tab', { name: 'Contents' }).click();
      await settled(page);
    },
  },
  { name: 'destinations', show: at(() => '/destinations') },
  {
    name: 'destination-form',
    show: async (page, sample) => {
      await at(() => '/destinations/new?type=s3')(page, sample);
      await page.locator('sb-preset-choice label', { hasText: 'Cloudflare R2' }).click();
      await page.getByLabel('Name', { exact: true }).fill('R2 archive');
      await page.getByLabel('Bucket', { exact: true }).fill('stowbase-archive');
      await settled(page);
    },
  },
  { name: 'settings', show: at(() => '/settings') },
  {
    name: 'notifications',
    most: 1_600,
    show: async (page, sample) => {
      await sample.addChannels();
      await at(() => '/settings/notifications')(page, sample);
    },
  },
  { name: 'activity', most: 1_600, show: at(() => '/activity') },
  ...[false, true].flatMap((dark) =>
    /** @type {const} */ ([
      ['states', null, 'sb-dev-charts'],
      ['states-runs', 'sb-dev-charts', 'sb-dev-copies'],
      ['states-copies', 'sb-dev-copies', 'sb-dev-schedules'],
      ['states-schedules', 'sb-dev-schedules', null],
    ]).map(([name, first, next]) => ({
      ...states,
      name: dark ? `${name}-dark` : name,
      dark,
      part: between(first, next),
    })),
  ),
];
