import { fileURLToPath } from 'node:url';

/** Shared Jest settings of every Node project: native ESM, types stripped by SWC (the `typecheck` target checks them). */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24)
  throw new Error(
    `Stowbase needs Node 24 or newer (this is ${process.version}): start tests with "npm test" or "npx jest".`,
  );

/** @param {string} name @returns {import('jest').Config} */
export const nodeProject = (name) => ({
  displayName: name,
  testEnvironment: fileURLToPath(new URL('./tools/test/kept-environment.cjs', import.meta.url)),
  runtime: fileURLToPath(new URL('./tools/test/kept-modules.cjs', import.meta.url)),
  rootDir: '.',
  setupFiles: [fileURLToPath(new URL('./tools/jest-one-realm.cjs', import.meta.url))],
  testMatch: ['<rootDir>/**/*.spec.ts', '<rootDir>/**/*.spec.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  moduleNameMapper: {
    '^@stowbase/([a-z-]+)/testing$': fileURLToPath(new URL('./libs/$1/src/testing/index.ts', import.meta.url)),
    '^@stowbase/([a-z-]+)$': fileURLToPath(new URL('./libs/$1/src/index.ts', import.meta.url)),
  },
});
