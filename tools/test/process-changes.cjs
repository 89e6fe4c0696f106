/**
 * What a spec changes of its process before it loads the modules under test: the engine of the entities (`DATABASE_URL`), the list of types of
 * storage. Specs share loaded modules only with specs that change the same (see keep-environment.cjs).
 */
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const changes = [
  { name: 'engine', told: /process\.env\['DATABASE_URL'\] = / },
  { name: 'types', told: /^import '.*\/list-vault';$/m },
];
const imported = /(?:from|import)\s*\(?'(\.{1,2}\/[^']+)'/g;

/** @type {Map<string, { changes: string[], imports: string[] }>} */
const files = new Map();

/** @param {string} spec @returns {string} the names of its changes, of those of the modules it imports, too */
function processChanges(spec) {
  const found = new Set();
  const seen = new Set([spec]);
  for (const file of seen) {
    const { changes: own, imports } = look(file);
    for (const name of own) found.add(name);
    for (const next of imports) seen.add(next);
  }
  return [...found].sort().join(' ');
}

/** @param {string} file */
function look(file) {
  let known = files.get(file);
  if (known === undefined) {
    const text = read(file);
    known = {
      changes: changes.filter(({ told }) => told.test(text)).map(({ name }) => name),
      imports: [...text.matchAll(imported)].map(([, path]) => join(dirname(file), sourceName(path))),
    };
    files.set(file, known);
  }
  return known;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} path */
const sourceName = (path) => (/\.[a-z]+$/.test(path) ? path : `${path}.ts`);

module.exports = { processChanges };
