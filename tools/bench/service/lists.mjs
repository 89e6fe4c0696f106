// Lists of a service with many rows, through HTTP, as a script with an API token reads them.
import { setupToken } from './running.mjs';
import { aDestination, aProject } from './records.mjs';

/** How deep into a list the last measured page lies. */
const deepPages = 200;
const day = 86_400_000;

/** What is asked for, by its title. */
const lists = {
  'all, first page': '/backups?limit=50',
  'all, 200 a page': '/backups?limit=200',
  'one project': `/backups?limit=50&project=${aProject}`,
  'one destination': `/backups?limit=50&destination=${aDestination}`,
  'a destination without backups': `/backups?limit=50&destination=${aDestination.replace(/^0000/, '0001')}`,
  'status failed': '/backups?limit=50&status=failed',
  'status interrupted (10 rows)': '/backups?limit=50&status=interrupted',
  'trigger manual': '/backups?limit=50&trigger=manual',
  'trigger import (no rows)': '/backups?limit=50&trigger=import',
  'type data': '/backups?limit=50&type=data',
  'a week, a month ago': `/backups?limit=50&from=${at(37)}&to=${at(30)}`,
  deleted: '/backups?limit=50&deleted=true',
  'interrupted and full (9 rows)': '/backups?limit=50&status=interrupted&type=full',
  'succeeded and import (no rows)': '/backups?limit=50&status=succeeded&trigger=import',
  'one project, type data': `/backups?limit=50&project=${aProject}&type=data`,
  'project, status, type and destination': `/backups?limit=50&project=${aProject}&status=failed&type=full&destination=${aDestination}`,
  'audit log (100,000 events)': '/audit?limit=50',
  projects: '/projects?limit=50',
  'dashboard (40 projects, 30 days)': '/dashboard',
};

/** @typedef {{ title: string, p50: number, p95: number, worst: number, cpu: number }} Timing ms; `cpu`: the service's, on average */

/**
 * @param {import('./running.mjs').Running} service @param {string} token @param {number} requests of each list
 * @returns {Promise<Timing[]>}
 */
export async function timeLists(service, token, requests) {
  const headers = { authorization: `Bearer ${token}` };
  const deep = await deepPage(service, headers);
  const asked = Object.entries({ ...lists, [`all, page ${deepPages + 1} of 200`]: deep });
  /** @type {Map<string, { ms: number, cpu: number }[]>} */
  const times = new Map(asked.map(([title]) => [title, []]));
  // Side by side, so that what else the machine does meets all of them.
  for (let round = -2; round < requests; round += 1)
    for (const [title, path] of asked) {
      const before = service.mainMs();
      const { ms } = await answered(service, path, headers);
      if (round >= 0) times.get(title)?.push({ ms, cpu: service.mainMs() - before });
    }
  return [...times].map(([title, all]) => {
    const sorted = all.map(({ ms }) => ms).sort((a, b) => a - b);
    const quantile = (/** @type {number} */ q) => sorted[Math.ceil(q * sorted.length) - 1] ?? NaN;
    const cpu = all.reduce((sum, one) => sum + one.cpu, 0) / all.length;
    return { title, p50: quantile(0.5), p95: quantile(0.95), worst: quantile(1), cpu };
  });
}

/** Makes the owner and an API token. @param {import('./running.mjs').Running} service @returns {Promise<string>} */
export async function makeToken(service) {
  const owner = { email: 'owner@example.org', name: 'Owner', password: 'nine red kites over the weir' };
  await answered(service, '/accounts/setup', {}, { token: setupToken, ...owner });
  const login = await answered(service, '/accounts/login', {}, { email: owner.email, password: owner.password });
  const signedIn = { cookie: login.cookies.join('; '), 'x-xsrf-token': login.body.xsrfToken };
  return (await answered(service, '/tokens', signedIn, { name: 'bench', scope: 'owner' })).body.secret;
}

async function deepPage(service, headers) {
  let path = '/backups?limit=200';
  for (let page = 0; page < deepPages; page += 1) {
    const { next } = (await answered(service, path, headers)).body;
    if (next === null) throw new Error(`There are only ${page + 1} pages.`);
    path = `/backups?limit=200&cursor=${encodeURIComponent(next)}`;
  }
  return path;
}

async function answered(service, path, headers, body = undefined) {
  const reply = await service.ask(path, { body, headers });
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply;
}

function at(daysAgo) {
  return new Date(Date.now() - daysAgo * day).toISOString();
}
