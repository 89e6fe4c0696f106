/**
 * The order of the specs. Those that start programs and servers over and over come first, so that no worker is left alone with one of them at
 * the end. Then those that share what they load come after each other (keep-environment.cjs).
 */
const { default: Sequencer } = require('@jest/test-sequencer');
const { processChanges } = require('./process-changes.cjs');

const long = [/\/e2e\/crash\//, /\/e2e\/|\.e2e\.spec|\/transitions\/run-model/, /libs\/restore|round-trip|wrong-use/];

/** @param {string} path @returns {number} 0: first */
const rank = (path) => {
  const found = long.findIndex((pattern) => pattern.test(path));
  return found === -1 ? long.length : found;
};

/** @param {string} path @returns {string} the same for specs that share what they load */
const sharing = (path) => (/[\\/]apps[\\/]web[\\/]/.test(path) ? 'web' : `node ${processChanges(path)}`);

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : Number(a > b));

module.exports = class InTurn extends Sequencer {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    return super
      .sort(tests)
      .map((test) => ({ test, rank: rank(test.path), sharing: sharing(test.path) }))
      .sort((a, b) => a.rank - b.rank || compare(a.sharing, b.sharing))
      .map(({ test }) => test);
  }
};
