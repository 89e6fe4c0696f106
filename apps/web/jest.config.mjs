import { fileURLToPath } from 'node:url';
import presets from 'jest-preset-angular/presets/index.js';

// Components run in jsdom, compiled by Angular's own compiler, as native ESM like everything else of the workspace.
export default {
  displayName: 'web',
  ...presets.createEsmPreset({
    tsconfig: '<rootDir>/tsconfig.spec.json',
    stringifyContentPathRegex: '\\.(html|svg)$',
  }),
  testEnvironment: fileURLToPath(new URL('../../tools/test/kept-window.cjs', import.meta.url)),
  runtime: fileURLToPath(new URL('../../tools/test/kept-modules.cjs', import.meta.url)),
  rootDir: '.',
  setupFilesAfterEnv: ['<rootDir>/src/testing/setup.ts'],
  // On a busy machine a page's first test loads its code for seconds.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  globals: { STOWBASE_DEV_STATES: true },
};
