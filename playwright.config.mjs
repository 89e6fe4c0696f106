import { defineConfig } from '@playwright/test';
import { chromiumProgram } from './tools/setup/programs.mjs';

/**
 * The whole product in a real browser: Debian's Chromium (npm run setup installs it), the service as it is built, PostgreSQL. Everything is on
 * this machine, and the browser may talk to nothing else.
 */
export default defineConfig({
  testDir: 'apps/e2e/src',
  testMatch: '**/*.e2e.ts',
  outputDir: 'tmp/e2e/results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'tmp/test/playwright.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // A trace photographs the page at each step, a quarter of the time; `npx playwright test --trace retain-on-failure` keeps one.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumProgram() ?? 'chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A name that isn't localhost, on this machine: for plain HTTP as others would reach it. Everything else leads nowhere.
        '--host-resolver-rules=MAP stowbase.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ],
    },
  },
});
