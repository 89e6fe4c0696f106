import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GoogleDouble } from '@stowbase/storage/testing';
import { test } from './test';

const root = join(import.meta.dirname, '../../..');
const entry = 'apps/api/src/storage/connect/testing/google-main.ts';

/** The service as it is, but for Google's addresses: those of a double on this machine. */
export const testWithGoogle = test.extend<{ google: GoogleDouble }, { bundleForGoogle: string }>({
  bundleForGoogle: [
    async ({}, use) => {
      mkdirSync(join(root, 'tmp/e2e'), { recursive: true });
      const folder = mkdtempSync(join(root, 'tmp/e2e/google-'));
      // So deep that it finds the web app that was built.
      const file = join(folder, 'api/service.mjs');
      await promisify(execFile)(process.execPath, [join(root, 'tools/build/crash-service.mjs'), file, entry]);
      await use(file);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  google: async ({}, use) => {
    const google = await GoogleDouble.start();
    await use(google);
    await google.close();
  },
  serviceOptions: async ({ google, bundleForGoogle }, use) => {
    await use({ bundle: bundleForGoogle, env: { STOWBASE_TEST_ENDPOINTS: JSON.stringify(google.endpoints) } });
  },
});
