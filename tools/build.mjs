#!/usr/bin/env node
// Builds one bundle an app: `node tools/build.mjs api` → dist/apps/api/main.js, beside it its source map and the files it reads.
// `web` is built by Angular's own builder, into dist/apps/web.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { asciiPackages } from './build/ascii-sources.mjs';
import { mappedTypes } from './build/mapped-types.mjs';
import { plainHttp } from './build/plain-http.mjs';
import { putAssets } from './build/assets.mjs';
import { typescriptProgram } from './build/typescript-program.mjs';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * What differs from app to app. `external` are optional parts of packages, which are asked for but never there.
 * @type {Record<string, { entry: string, external: string[], plugins: import('esbuild').Plugin[], assets: import('./build/assets.mjs').Assets[] }>}
 */
export const apps = {
  cli: {
    entry: 'apps/cli/src/main.ts',
    external: ['pg-native'],
    plugins: [],
    // The sample project of `stowbase demo`.
    assets: [{ from: 'libs/postgres/src/testing', files: ['platform/*.sql', 'fixtures/plain/*.sql'], to: '.' }],
  },
  api: {
    entry: 'apps/api/src/main.ts',
    external: ['pg-native', '@nestjs/microservices', '@nestjs/websockets', '@fastify/static'],
    plugins: [typescriptProgram({ root, entries: ['apps/api/src/main.ts'], tsconfig: 'apps/api/tsconfig.json' })],
    // What the page of the API explorer loads; no source maps.
    assets: [
      {
        from: 'node_modules/swagger-ui-dist',
        files: ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE', 'NOTICE'],
        to: 'swagger',
      },
      { from: '.', files: ['openapi.json'], to: '.' },
    ],
  },
};

/** CommonJS packages inside an ES module bundle ask for these. */
const commonJs =
  "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';" +
  "const require=__cr(import.meta.url),__filename=__fu(import.meta.url),__dirname=__fu(new URL('.',import.meta.url));";

function buildWeb() {
  const args = [join(root, 'node_modules/@angular/cli/bin/ng.js'), 'build', 'web', '--progress=false'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The web app does not build.');
}

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
    await bundle({ ...app, parts: true }, join(unfinished, 'main.js'));
    for (const assets of app.assets) putAssets(assets, { root, outDir, unfinished });
    const written = readdirSync(unfinished);
    for (const file of inOrder(written)) renameSync(join(unfinished, file), join(outDir, file));
    removeOldParts(outDir, new Set(written));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return join(outDir, 'main.js');
}

/** The program that the others start comes last. @param {string[]} files */
const inOrder = (files) => [...files].sort((a, b) => Number(a === 'main.js') - Number(b === 'main.js'));

/** Named by what they hold: those of before stay for a day, for the programs that run and haven't asked for them yet. Milliseconds. */
const oldPartsStay = 24 * 3600_000;

/** @param {string} folder @param {Set<string>} fresh */
function removeOldParts(folder, fresh) {
  for (const name of readdirSync(folder).filter((one) => /-[A-Z0-9]{8}\.js\b/.test(one) && !fresh.has(one))) {
    const path = join(folder, name);
    const { mtimeMs = Infinity } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > oldPartsStay) rmSync(path, { force: true });
  }
}

/**
 * @param {{ entry: string, external: string[], plugins: import('esbuild').Plugin[], crashPoints?: boolean, parts?: boolean }} app
 *   crashPoints: for tests only; parts: what is imported when it is needed becomes files of its own, beside `outfile`: source that Node hasn't read takes no memory
 * @param {string} outfile
 * @param {import('esbuild').LogLevel} logLevel
 * @returns what esbuild says of each file it wrote
 */
export function bundle({ entry, parts = false, ...app }, outfile, logLevel = 'warning') {
  if (parts)
    return bundleTogether({ ...app, entries: { [basename(outfile, '.js')]: entry } }, dirname(outfile), logLevel);
  return write({ entryPoints: [entry], outfile }, app, logLevel);
}

/**
 * Programs that share their parts.
 * @param {{ entries: Record<string, string>, external: string[], plugins: import('esbuild').Plugin[], crashPoints?: boolean }} app `entries` by the program's name
 * @param {string} folder gets `<name>.js` for each, and the parts
 * @param {import('esbuild').LogLevel} logLevel
 */
export function bundleTogether({ entries, ...app }, folder, logLevel = 'warning') {
  return write({ entryPoints: entries, outdir: folder, splitting: true, chunkNames: '[name]-[hash]' }, app, logLevel);
}

/**
 * @param {import('esbuild').BuildOptions} files what is read and written
 * @param {{ external: string[], plugins: import('esbuild').Plugin[], crashPoints?: boolean }} app
 * @param {import('esbuild').LogLevel} logLevel
 */
async function write(files, { external, plugins, crashPoints = false }, logLevel) {
  const { metafile } = await build({
    ...files,
    metafile: true,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    keepNames: true,
    // Node keeps the source of what runs: half as long, without its comments, it takes half the memory. Names stay, for messages and stacks.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 200,
    legalComments: 'external',
    sourcemap: true,
    tsconfig: 'tsconfig.base.json',
    external,
    define: { STOWBASE_VERSION: JSON.stringify(version), STOWBASE_CRASH_POINTS: String(crashPoints) },
    banner: { js: commonJs },
    plugins: [...plugins, plainHttp, mappedTypes, asciiPackages],
    logLevel,
  });
  return metafile.outputs;
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2);
  try {
    for (const name of names.length > 0 ? names : [...Object.keys(apps), 'web'])
      if (name === 'web') buildWeb();
      else await buildApp(name);
  } catch (error) {
    // esbuild has printed its own errors already.
    if (!(error instanceof Error && 'errors' in error)) console.error(error);
    process.exitCode = 1;
  }
}
