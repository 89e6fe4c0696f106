#!/usr/bin/env node
// Builds one bundle an app: `node tools/build.mjs cli` → dist/apps/cli/main.js, beside it its source map and the files it reads.
import { copyFileSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * What differs from app to app. `plugins` is where an app with decorators hands esbuild what TypeScript itself emitted
 * (esbuild writes no decorator metadata); the CLI has none. `assets` are files that the bundle reads beside itself
 * (`import.meta.dirname`), as its sources do: folders of `from`, with all the SQL in them.
 * @type {Record<string, { entry: string, external: string[], plugins: import('esbuild').Plugin[], assets: { from: string, folders: string[] } }>}
 */
const apps = {
  cli: {
    entry: 'apps/cli/src/main.ts',
    external: ['pg-native'],
    plugins: [],
    // The sample project of `stowbase demo`.
    assets: { from: 'libs/postgres/src/testing', folders: ['platform', 'fixtures/plain'] },
  },
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
    putAssets(app.assets, outDir, unfinished);
    for (const file of ['main.js.map', 'main.js']) renameSync(join(unfinished, file), join(outDir, file));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return join(outDir, 'main.js');
}

/**
 * Each file appears whole, and one that is no source any more goes: the bundle runs whatever lies in these folders.
 * @param {{ from: string, folders: string[] }} assets
 * @param {string} outDir
 * @param {string} unfinished a folder beside the result, on the same disk
 */
function putAssets({ from, folders }, outDir, unfinished) {
  const pattern = folders.map((folder) => `${folder}/*.sql`);
  const files = globSync(pattern, { cwd: join(root, from) });
  for (const file of files) {
    mkdirSync(join(outDir, dirname(file)), { recursive: true });
    copyFileSync(join(root, from, file), join(unfinished, 'asset'));
    renameSync(join(unfinished, 'asset'), join(outDir, file));
  }
  for (const old of globSync(pattern, { cwd: outDir })) if (!files.includes(old)) rmSync(join(outDir, old));
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : Object.keys(apps)) await buildApp(name);
}
