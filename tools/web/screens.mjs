#!/usr/bin/env node
// npm run screens: writes docs/screens/*.png, pictures of the built app with the real service, a sample PostgreSQL and a made-up past.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chosenBrowser } from './screens/browser.mjs';
import { addPast } from './screens/history.mjs';
import { withLarger } from './screens/page.mjs';
import { smallPng } from './screens/png/small-png.mjs';
import { firstRun, screens } from './screens/pictures.mjs';
import { startSample } from './screens/sample.mjs';
import { setUp } from '../setup.mjs';

const root = join(import.meta.dirname, '../..');
const work = join(root, 'tmp/screens');
const target = join(root, 'docs/screens');
/** Each picture is at most so large: they are in the repository. Bytes. */
const largest = 150_000;

if (!setUp().ok) process.exit(1);
build();
mkdirSync(target, { recursive: true });
const sample = await startSample(work);
/** Of the browser, once somebody is signed in. */
let session;
const browser = await chromium.launch(chosenBrowser());
try {
  await firstRun(await pageOf(), sample, save);
  await sample.fill();
  await sample.restart(() => addPast(sample.database, new Date()));
  const signedIn = await pageOf();
  await sample.signIn(signedIn);
  session = await signedIn.context().storageState();
  for (const screen of screens) {
    const page = await pageOf(screen);
    await screen.show(page, sample);
    await save(screen.name, page, screen);
    await page.context().close();
  }
} finally {
  await browser.close();
  await sample.stop();
}

/** The app as it is for users, and the page of all states, which only test builds have. */
function build() {
  const bin = (name) => join(root, 'node_modules/.bin', name);
  const run = (program, args) => {
    const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  };
  rmSync(join(work, 'apps'), { recursive: true, force: true });
  const web = join(work, 'apps/web');
  run(bin('ng'), ['build', 'web', '--configuration', 'test', '--progress=false', '--output-path', web]);
  run(bin('nx'), ['run', 'api:build']);
  cpSync(join(root, 'dist/apps/api'), join(work, 'apps/api'), { recursive: true });
  if (!existsSync(join(work, 'apps/api/main.js'))) throw new Error('The service was not built.');
}

async function pageOf({ width = 1280, height = 800, dark = false, needsSession = true } = {}) {
  const viewport = { width, height };
  const context = await browser.newContext({
    viewport,
    storageState: needsSession ? session : undefined,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`));
  return page;
}

/**
 * @param {string} name @param {import('@playwright/test').Page} page
 * @param {Pick<import('./screens/pictures.mjs').Screen, 'most' | 'part'>} options
 */
async function save(name, page, { most = 2_400, part } = {}) {
  const file = await withLarger(page, most, async () =>
    page.screenshot(part === undefined ? {} : { clip: await part(page) }),
  );
  const small = smallPng(file, largest);
  writeFileSync(join(target, `${name}.png`), small);
  console.log(`docs/screens/${name}.png ${Math.ceil(small.length / 1_000)} kB`);
}
