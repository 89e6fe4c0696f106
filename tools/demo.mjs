#!/usr/bin/env node
// `npm run demo [-- --keep DIR | --json]`: makes this machine ready, builds, and hands over to `stowbase demo --service`. Asks nothing.
// Runs under Node 20 too.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setUp } from './setup.mjs';
import { launch } from './start/launch.mjs';

// `npm run` starts everything in the package's folder: --keep means the folder the person is in.
if (process.env.npm_lifecycle_event === 'demo' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

// An installation that is interrupted ends by itself, and what was put aside for its time is put back, before this process ends.
let interrupted = 0;
const onSignal = {
  SIGINT: () => (interrupted = 130),
  SIGTERM: () => (interrupted = 143),
  SIGHUP: () => (interrupted = 143),
};
for (const [name, noted] of Object.entries(onSignal)) process.on(name, noted);
const ready = await isReady();
for (const [name, noted] of Object.entries(onSignal)) process.off(name, noted);
if (interrupted > 0 || !ready) process.exit(interrupted || 1);

await launch(['demo', '--service', ...process.argv.slice(2)], ['cli', 'api', 'web']);

/** Results go to standard output, so everything said here goes to standard error. */
async function isReady() {
  try {
    return setUp({ say: console.error }).ok;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    // A signal that came meanwhile is heard now (by Node 20 one turn later).
    await nextTurn();
    await nextTurn();
  }
}
