#!/usr/bin/env node
// Builds one bundle an app: `node tools/build.mjs cli` → dist/apps/cli/main.js, beside it its source map.
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * What differs from app to app. `plugins` is where an app with decorators hands esbuild what TypeScript itself emitted
 * (esbuild writes no decorator metadata); the CLI has none.
 * @type {Record<string, { entry: string, external: string[], plugins: import('esbuild').Plugin[] }>}
 */
const apps = {
  cli: { entry: 'apps/cli/src/main.ts', external: ['pg-native'], plugins: [] },
};

/** CommonJS packages inside an ES module bundle ask for these. */
const commonJs =
  "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';" +
  "const require=__cr(import.meta.url),__filename=__fu(import.meta.url),__dirname=__fu(new URL('.',import.meta.url));";

/** @param {string} name of an app @returns {Promise<string>} the bundle's path */
export async function buildApp(name) {
  const app = apps[name];
  if (app === undefined)
    throw new Error(`There is no app "${name}" to build; there is ${Object.keys(apps).join(', ')}.`);
  const outDir = join(root, 'dist/apps', name);
  // Written beside and renamed, so that a run that starts meanwhile never reads half a bundle.
  const unfinished = join(outDir, `.building-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [app.entry],
      outfile: join(unfinished, 'main.js'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      keepNames: true,
      sourcemap: true,
      tsconfig: 'tsconfig.base.json',
      external: app.external,
      define: { STOWBASE_VERSION: JSON.stringify(version) },
      banner: { js: commonJs },
      plugins: app.plugins,
      logLevel: 'warning',
    });
    for (const file of ['main.js.map', 'main.js']) renameSync(join(unfinished, file), join(outDir, file));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return join(outDir, 'main.js');
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : Object.keys(apps)) await buildApp(name);
}
