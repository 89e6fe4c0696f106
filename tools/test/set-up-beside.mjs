// Makes this machine ready in a thread of its own: set-up waits for Debian's packages, and what needs none of them can go on.
import { SHARE_ENV, Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { setUp } from '../setup.mjs';

/**
 * @param {NonNullable<Parameters<typeof setUp>[0]>} options all but `say`
 * @returns {Promise<ReturnType<typeof setUp>>}
 */
export function setUpBeside(options) {
  return new Promise((resolve, reject) => {
    new Worker(new URL(import.meta.url), { workerData: options, env: SHARE_ENV })
      .once('message', resolve)
      .once('error', reject)
      .once('exit', (code) => reject(new Error(`Set-up ended with ${code}.`)));
  });
}

if (!isMainThread) parentPort?.postMessage(setUp(workerData));
