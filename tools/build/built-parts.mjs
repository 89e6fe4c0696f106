// What the service that was built is made of, as its own files say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from '../build.mjs';
import { isStale } from '../start/stale.mjs';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'dist/apps/api');

/**
 * @typedef {object} Part
 * @property {string} file its name in dist/apps/api
 * @property {string} text without the source map
 * @property {string[]} sources what it was made of, as its source map says
 * @property {string[]} atOnce other parts that it can't be read without
 * @property {string[]} later parts that it asks for when somebody needs them
 */

/** @returns {Promise<Part[]>} every part that `main.js` can come to; builds first when a source is newer */
export async function builtService() {
  if (isStale(root, 'api')) await buildApp('api');
  /** @type {Map<string, Part>} */
  const parts = new Map();
  const waiting = ['main.js'];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (parts.has(file)) continue;
    const part = readPart(file);
    parts.set(file, part);
    waiting.push(...part.atOnce, ...part.later);
  }
  return [...parts.values()];
}

/** @param {string} file @returns {Part} */
function readPart(file) {
  const text = readFileSync(join(folder, file), 'utf8');
  const { sources } = JSON.parse(readFileSync(join(folder, `${file}.map`), 'utf8'));
  const named = (/** @type {RegExp} */ pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];
  return {
    ...{ file, text, sources },
    // As esbuild writes them: each import of a part begins with "./" and stands at the top, or is a call.
    atOnce: named(/(?:\bfrom|\bimport)"\.\/([\w-]+\.js)"/g),
    later: named(/\bimport\("\.\/([\w-]+\.js)"\)/g),
  };
}
