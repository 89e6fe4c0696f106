/**
 * The order of the specs: those of one kind after another, and within a kind those that share what they load (keep-environment.cjs). What a
 * worker has loaded stays, and V8's collector and each `fork` look through all of it: so programs and servers are started over and over while
 * it is small, then comes what loads the service, and components last. Long specs come first in their kind.
 */
const { default: Sequencer } = require('@jest/test-sequencer');
const { processChanges } = require('./process-changes.cjs');

const databases = /\/(libs|cli)\/.*(restore|\.e2e\.spec|round-trip|wrong-use)|\/libs\/dump\//;
/** @type {RegExp[]} */
const kinds = [
  // Who waits much is played beside one who works all the time.
  /processes\/outage/,
  /crash\/run-crashes/,
  /demo\.e2e/,
  /\/e2e\/(crash|processes|faults)\//,
  databases,
  /\/(libs|tools)\/|\/apps\/cli\//,
  /\/apps\/api\//,
];
const long = /\/e2e\/|run-model|backup-faults|simulated-year|any-request/;
/** These wait for servers that are slow, away or broken. */
const waiting = /libs\/storage\/src\/drivers\/|hostile-server/;
/** Work all the time. */
const besideWaiting = kinds.indexOf(databases);

/** @param {string} path @returns {number} 0: first */
const kind = (path) => {
  if (waiting.test(path)) return besideWaiting;
  const found = kinds.findIndex((pattern) => pattern.test(path));
  return found === -1 ? kinds.length : found;
};

/** @param {string} path @returns {string} the same for specs that share what they load */
const sharing = (path) => (/[\\/]apps[\\/]web[\\/]/.test(path) ? 'web' : `node ${processChanges(path)}`);

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : Number(a > b));

/**
 * Those that wait evenly between the others of their kind.
 * @template {{ path: string, kind: number }} One
 * @param {One[]} all in their order
 */
function spread(all) {
  const others = all.filter(({ kind, path }) => kind === besideWaiting && !waiting.test(path));
  const some = all.filter(({ path }) => waiting.test(path));
  const place = new Map([
    ...others.map((one, nth) => /** @type {const} */ ([one, (nth + 0.5) / others.length])),
    ...some.map((one, nth) => /** @type {const} */ ([one, nth / some.length])),
  ]);
  return [...all].sort((a, b) => a.kind - b.kind || (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

module.exports = class InTurn extends Sequencer {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    const known = super.sort(tests).map((test) => ({
      test,
      path: test.path,
      kind: kind(test.path),
      sharing: sharing(test.path),
      rank: Number(!long.test(test.path)),
    }));
    known.sort((a, b) => a.kind - b.kind || compare(a.sharing, b.sharing) || a.rank - b.rank);
    return spread(known).map(({ test }) => test);
  }
};
