/**
 * Jest's environment for Node, kept for a worker's lifetime: the specs a worker runs share a realm, so that what they import is loaded once
 * (kept-modules.cjs). Specs that change the process before they load anything share one with their like (process-changes.cjs). What a spec
 * leaves of Jest, of its fake timers and in `process.env` is put back when it ends. With STOWBASE_TEST_ALL=1 each spec has a realm of its own,
 * so that no spec comes to need what another one left.
 *
 * The global object is an ordinary one: Jest's own asks a proxy at each use of a global (`Promise`, `Error`, `Buffer`), which took an eighth of
 * the time of all tests.
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { processChanges } = require('./process-changes.cjs');

const { createContext } = vm;
const alone = process.env['STOWBASE_TEST_ALL'] === '1';

/** What Jest's runner leaves on the global object while a spec runs: its hooks, handlers and timeouts. */
const ofTheRunner = /^(JEST_|RETRY_|EVENT_HANDLERS|TEST_TIMEOUT|WAIT_BEFORE_RETRY|LOG_ERRORS)/;

/** @type {Map<string, KeptEnvironment>} by what decides how modules are found and compiled, and what they find when they are loaded */
const kept = new Map();

class KeptEnvironment extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} given */
  constructor(...given) {
    const [{ projectConfig }, { testPath }] = given;
    const { transform, moduleNameMapper, extensionsToTreatAsEsm } = projectConfig;
    const key = JSON.stringify([transform, moduleNameMapper, extensionsToTreatAsEsm, processChanges(testPath)]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
    const { process } = this.global;
    /** What the process was like before the first spec. */
    this.first = { env: { ...process.env }, exit: process.exit };
    this.alone = alone;
    if (!alone) kept.set(key, this);
  }

  async teardown() {
    if (this.alone) return super.teardown();
    this.fakeTimersModern?.dispose();
    const { process } = this.global;
    for (const name of Object.keys(process.env)) if (!(name in this.first.env)) delete process.env[name];
    Object.assign(process.env, this.first.env);
    process.exit = this.first.exit;
    for (const symbol of Object.getOwnPropertySymbols(this.global))
      if (ofTheRunner.test(symbol.description ?? '')) Reflect.deleteProperty(this.global, symbol);
  }
}

module.exports = KeptEnvironment;
