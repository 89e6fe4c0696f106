import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildContext } from './build-context.mjs';

/** What `npm run build` makes in dist/apps/NAME, as far as the image asks for it by name. */
const builtFiles = { api: ['main.js'], cli: ['main.js'], web: ['browser/index.html'] };

/**
 * What the container's files may name of this repository.
 * @typedef {ReturnType<typeof readRepository>} Repository
 * @param {string} root
 */
export function readRepository(root) {
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const json = (path) => JSON.parse(read(path));
  return {
    root,
    read,
    exists: (path) => existsSync(join(root, path)),
    ignores: (path) => spawnSync('git', ['check-ignore', '--quiet', path], { cwd: root }).status === 0,
    context: buildContext(root),
    package: json('package.json'),
    nodeVersion: read('.nvmrc').trim(),
    variables: variablesIn(read('docs/configuration.md')),
    apiPaths: Object.keys(json('openapi.json').paths),
    cliCommands: [...read('docs/cli.md').matchAll(/^## stowbase (\w+)/gm)].map((m) => m[1]),
    builds: Object.entries(builtFiles)
      .map(([app, files]) => ({ app, files }))
      .filter(({ app }) => json(`apps/${app}/project.json`).targets.build !== undefined),
  };
}

/** @param {string} page docs/configuration.md @returns {Map<string, string>} name → default; of a secret also the name of its file */
function variablesIn(page) {
  const found = new Map();
  for (const [, name, secret, fallback] of page.matchAll(/^\| `([A-Z_]+)`( \(secret\))? \| [^|]* \| ([^|]*) \|/gm)) {
    found.set(name, fallback.replaceAll('`', '').trim());
    if (secret !== undefined) found.set(`${name}_FILE`, '');
  }
  return found;
}
