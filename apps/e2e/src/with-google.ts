import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GoogleDouble } from '@stowbase/storage/testing';
import { test } from './test';

const builder = join(import.meta.dirname, '../../../tools/build/test-programs.mjs');

/** The service as it is, but for Google's addresses: those of a double on this machine. */
export const testWithGoogle = test.extend<{ google: GoogleDouble }, { bundleForGoogle: string }>({
  bundleForGoogle: [
    async ({}, use) => {
      const { stdout } = await promisify(execFile)(process.execPath, [builder]);
      await use(join(stdout.trim(), 'google.js'));
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
