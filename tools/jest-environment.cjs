/**
 * Jest's environment for Node, with a global object that is an ordinary one. Jest's own asks a proxy at each use of a global (`Promise`,
 * `Error`, `Buffer`) to find out what a test left behind there; that took an eighth of the time of all tests, and each file has a realm
 * of its own anyway, which goes when the file ends.
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { createContext } = vm;

module.exports = class PlainGlobals extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} given */
  constructor(...given) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
};
