const { processChanges } = require('./process-changes.cjs');

const alone = process.env['STOWBASE_TEST_ALL'] === '1';
/** Specs come in the order of what they share (in-turn.cjs): more would only make the heap large, which V8 looks through again and again. */
const mostKept = 2;

/** What Jest's runner leaves on the global object while a spec runs: its hooks, handlers and timeouts. */
const ofTheRunner = /^(JEST_|RETRY_|EVENT_HANDLERS|TEST_TIMEOUT|WAIT_BEFORE_RETRY|LOG_ERRORS)/;

/** @type {Map<string, any>} by what decides how modules are found and compiled, and what they find when they are loaded; the latest is last */
const kept = new Map();

/**
 * An environment of Jest, kept for the specs that a worker runs after each other: they share a realm, so that what they import is loaded once
 * (kept-modules.cjs). Specs that change the process before they load anything share one with their like (process-changes.cjs). What a spec
 * leaves of Jest, of its fake timers and in `process.env` is put back when it ends. With STOWBASE_TEST_ALL=1 each spec has a realm of its own,
 * so that no spec comes to need what another one left.
 * @param {any} Base
 * @param {(environment: any) => () => void} [watch] called when it is made; what it returns puts back what a spec changed beyond that
 */
exports.keepEnvironment = (Base, watch = () => () => undefined) =>
  class KeptEnvironment extends Base {
    /** @param {any[]} given */
    constructor(...given) {
      const [{ globalConfig, projectConfig }, { testPath }] = given;
      const { testEnvironment, transform, moduleNameMapper, extensionsToTreatAsEsm: asEsm } = projectConfig;
      const key = JSON.stringify([testEnvironment, transform, moduleNameMapper, asEsm, processChanges(testPath)]);
      const known = kept.get(key);
      if (known !== undefined) {
        keep(key, known);
        return known;
      }
      super(...given);
      // Who watches wants what has changed since.
      this.alone = alone || globalConfig.watch || globalConfig.watchAll;
      if (this.alone) return;
      const { process } = this.global;
      /** What the process was like before the first spec. */
      this.first = { env: { ...process.env }, exit: process.exit };
      this.putBack = watch(this);
      keep(key, this);
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
      this.putBack();
    }

    /** No spec comes any more that needs it. */
    drop() {
      this.modules?.drop();
      void super.teardown();
    }
  };

/** @param {string} key @param {any} environment */
function keep(key, environment) {
  kept.delete(key);
  kept.set(key, environment);
  for (const [oldKey, old] of kept) {
    if (kept.size <= mostKept) return;
    kept.delete(oldKey);
    old.drop();
  }
}
