/**
 * The order of the specs: those that start programs and servers over and over come first, so that no worker is left alone with one of them
 * at the end. Jest's own order goes by size in a fresh clone, and the longest specs are short files.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

const long = [/\/e2e\/crash\//, /\/e2e\/|\.e2e\.spec|\/transitions\/run-model/, /libs\/restore|round-trip|wrong-use/];

/** @param {string} path @returns {number} 0: first */
const rank = (path) => {
  const found = long.findIndex((pattern) => pattern.test(path));
  return found === -1 ? long.length : found;
};

module.exports = class LongFirst extends Sequencer {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a.path) - rank(b.path));
  }
};
