#!/usr/bin/env node
// For tests: the service as the real one is made, with its crash points, by several entries. TypeScript reads it once for all of them, and
// they stay until a source changes. `node tools/build/test-programs.mjs` prints the folder they are in: `<folder>/<name>.js`.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { apps, bundleTogether } from '../build.mjs';
import { typescriptProgram } from './typescript-program.mjs';

const root = join(import.meta.dirname, '../..');
const all = join(root, 'tmp/test-programs');
const sources = ['apps/api/src/**/*.ts', 'libs/*/src/**/*.ts', 'tools/build.mjs', 'tools/build/*.mjs', 'package.json'];
const dayMs = 24 * 3600_000;

const entries = {
  /** Ends itself where a test says, with leases that end soon. */
  crash: 'apps/api/src/e2e/crash/testing/crash-main.ts',
  /** Asks stores that give back what they were told. */
  canary: 'apps/api/src/e2e/canary/testing/canary-main.ts',
  /** Asks a double of Google. */
  google: 'apps/api/src/storage/connect/testing/google-main.ts',
  /** Exports what the API is: `apiDocument()`. */
  document: 'apps/api/src/openapi/document.ts',
};

/** @returns {Promise<string>} the folder that holds all of them */
export async function testPrograms() {
  const made = join(all, stateOfSources());
  // So deep that they find the web app that was built, as the real one does in a checkout.
  const folder = join(made, 'programs');
  if (existsSync(folder)) return folder;
  mkdirSync(all, { recursive: true });
  const old = readdirSync(all).filter((name) => ageMs(join(all, name)) > dayMs);
  for (const name of old) rmSync(join(all, name), { recursive: true, force: true });
  const unfinished = mkdtempSync(join(all, 'unfinished-'));
  try {
    await buildInto(join(unfinished, 'programs'));
    renameSync(unfinished, made);
  } catch (error) {
    // Another process may have been faster: its programs are the same.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string} folder */
async function buildInto(folder) {
  const plugins = [typescriptProgram({ root, entries: Object.values(entries), tsconfig: 'apps/api/tsconfig.json' })];
  await bundleTogether({ entries, external: apps.api.external, plugins, crashPoints: true }, folder, 'error');
}

function stateOfSources() {
  const hash = createHash('sha256');
  for (const path of globSync(sources, { cwd: root }).sort()) {
    if (path.endsWith('.spec.ts')) continue;
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} path */
const ageMs = (path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);

if (process.argv[1] === import.meta.filename) console.log(await testPrograms());
