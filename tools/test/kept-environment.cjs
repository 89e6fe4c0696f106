/**
 * Jest's environment for Node, kept, with a global object that is an ordinary one: Jest's own asks a proxy at each use of a global (`Promise`,
 * `Error`, `Buffer`), which took an eighth of the time of all tests.
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { keepEnvironment } = require('./keep-environment.cjs');

const { createContext } = vm;

class PlainGlobals extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} given */
  constructor(...given) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}

module.exports = keepEnvironment(PlainGlobals);
