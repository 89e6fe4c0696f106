// Which programs are older than what they are made of. Runs under any Node that can start it.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What every bundle is made of, and by. */
const common = ['libs', 'package.json', 'tsconfig.base.json', 'tools/build.mjs', 'tools/build'];

/** @type {Record<string, { built: string, sources: string[] }>} paths in the checkout */
const apps = {
  // The one folder named "testing" that it holds: servers and fixtures for `stowbase demo`.
  cli: { built: 'dist/apps/cli/main.js', sources: ['apps/cli/src', 'libs/postgres/src/testing', ...common] },
  api: { built: 'dist/apps/api/main.js', sources: ['apps/api/src', 'openapi.json', ...common] },
  web: {
    built: 'dist/apps/web/browser/index.html',
    sources: ['apps/web/src', 'apps/web/public', 'angular.json', 'package.json', 'tsconfig.base.json'],
  },
};

/** @param {string} root @param {string} app */
export function isStale(root, app) {
  const { built, sources } = apps[app];
  const time = statSync(join(root, built), { throwIfNoEntry: false })?.mtimeMs;
  return time === undefined || sources.some((path) => isNewer(join(root, path), time));
}

/** Whether a source file in there changed after `time`; tests don't count. */
function isNewer(path, time) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isDirectory()) return found.mtimeMs > time && !path.endsWith('.spec.ts');
  return readdirSync(path).some(
    (name) => name !== 'node_modules' && name !== 'testing' && isNewer(join(path, name), time),
  );
}
