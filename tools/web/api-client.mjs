// The web app's client of the API, made from openapi.json by ng-openapi-gen. `npm run docs` writes it, tools/web.spec.mjs fails when it is old.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
export const clientFolder = join(root, 'apps/web/src/app/api');

/** @param {string} folder */
export function makeClient(folder) {
  rmSync(folder, { recursive: true, force: true });
  const args = ['--config', join(root, 'ng-openapi-gen.json'), '--output', folder];
  execFileSync(join(root, 'node_modules/.bin/ng-openapi-gen'), args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** @param {string} folder @returns {Record<string, string>} text by path */
export function clientFiles(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
