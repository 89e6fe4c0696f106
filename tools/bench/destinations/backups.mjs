// Backups of one project through the service, to one destination and to three at once, each with the same limit.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const live = new Set(['queued', 'running', 'committing']);
/** Between two looks at the memory. */
const everyMs = 200;

/**
 * @typedef {{ seconds: number, bytes: number, rss: number[] }} Backup `rss`: bytes, while it ran
 * @typedef {import('../service/running.mjs').Running} Running
 */

/**
 * @param {Running} service @param {string} token @param {{ url: string, folder: string, limit: number }} options `limit`: bytes a second
 * @returns {Promise<{ alone: Backup, three: Backup }>}
 */
export async function oneAndThree(service, token, { url, folder, limit }) {
  const ask = asking(service, token);
  const project = await ask('/projects', { name: 'Bench', connection: { url, allowInsecure: true } });
  const places = [];
  for (const name of ['one', 'two', 'three', 'four']) {
    mkdirSync(join(folder, 'backups', name), { recursive: true });
    const place = { name, type: 'local_mapped', config: { path: name }, bandwidthLimit: limit };
    places.push((await ask('/storage/destinations', place)).id);
  }
  const run = (destinations) => backUp(service, ask, { projectId: project.id, destinations });
  // The first one warms up: its time is not taken.
  await run(places.slice(0, 1));
  return { alone: await run(places.slice(0, 1)), three: await run(places.slice(1)) };
}

/** @param {Running} service @param {ReturnType<typeof asking>} ask @param {object} wanted @returns {Promise<Backup>} */
async function backUp(service, ask, wanted) {
  const { id } = await ask('/backups', wanted);
  const rss = [];
  for (;;) {
    rss.push(service.rss());
    const backup = await ask(`/backups/${id}`);
    if (!live.has(backup.status)) {
      if (backup.shownStatus !== 'complete') throw new Error(`The backup ended as ${backup.shownStatus}.`);
      const seconds = (Date.parse(backup.finishedAt) - Date.parse(backup.startedAt)) / 1_000;
      return { seconds, bytes: backup.storedBytes, rss };
    }
    await delay(everyMs);
  }
}

/** @param {Running} service @param {string} token */
const asking =
  (service, token) =>
  /** @param {string} path @param {object} [body] @returns {Promise<any>} */
  async (path, body) => {
    const headers = { authorization: `Bearer ${token}` };
    const reply = await service.ask(path, body === undefined ? { headers } : { body, headers });
    if (reply.status >= 300) throw new Error(`${path} answered ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
