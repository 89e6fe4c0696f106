/**
 * Jest's module loader, kept with its environment: a package or a module of ours is compiled and evaluated once for all specs of a worker that
 * share a realm, as a program loads its modules once. Loading Nest, TypeORM and our modules anew for each spec, and collecting what that left
 * behind, took a third of the time of the service's specs. A module that keeps what one spec did to it shows that to the next spec: such
 * state belongs into an object that a spec makes.
 */
const { readFileSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');

const spec = /\.spec\.m?[jt]s$/;
/** Jest's runner keeps what a spec describes in its modules; the rest of Jest keeps nothing of a spec. */
const ofTheRunner = /[\\/]jest-circus[\\/]/;
const partsOfJest = '@jest/globals/';

class KeptModules extends Runtime {
  /** @param {ConstructorParameters<typeof Runtime>} given */
  constructor(...given) {
    const [, environment, , , , , testPath] = given;
    if (environment.modules !== undefined) {
      environment.modules.begin(testPath);
      return environment.modules;
    }
    super(...given);
    if (!environment.alone) environment.modules = this;
  }

  /** @param {string} testPath */
  begin(testPath) {
    this._testPath = testPath;
    this.esmLoader.testPath = testPath;
    this.executor.testPath = testPath;
    this.testState.state = 'loading';
  }

  teardown() {
    if (this._environment.alone) return super.teardown();
    this.restoreAllMocks();
    this.forgetTheSpec();
    this.testMainModule.reset();
    this.mockState.clear();
    this.fileCache.clear();
    this.transformCache.clear();
    this.jestGlobals.clearJestObjectCache();
    this.jestGlobals.cachedEnvGlobals = undefined;
    this.loggedReferenceErrors.clear();
    this.leaveTestCode();
  }

  drop() {
    super.teardown();
  }

  forgetTheSpec() {
    const internal = this.registries.getInternalCjsRegistry();
    for (const file of internal.keys()) if (ofTheRunner.test(file)) internal.delete(file);
    const modules = this.registries.getActiveEsmRegistry();
    for (const file of this._config.setupFilesAfterEnv) modules.delete(pathToFileURL(file).href);
    for (const key of modules.keys()) {
      if (key.startsWith(partsOfJest)) refuseMoreThanJest(key.slice(partsOfJest.length));
      if (key.startsWith(partsOfJest) || spec.test(key)) modules.delete(key);
    }
  }
}

/** `jest` is the same for all specs; `expect`, `it` and their like are those of the spec that loads a module first. @param {string} file */
function refuseMoreThanJest(file) {
  if (spec.test(file) || /import \{ jest \} from '@jest\/globals'/.test(readFileSync(file, 'utf8'))) return;
  throw new Error(
    `${file} imports more than "jest" from @jest/globals, of the spec that loads it first: use the global ones.`,
  );
}

module.exports = KeptModules;
