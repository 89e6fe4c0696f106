/**
 * Jest runs tests in a realm of its own, where an error thrown by Node's core is no `instanceof Error`. Programs have one
 * realm only, so tests shouldn't see two.
 */
const { types } = require('node:util');

const ordinary = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value(error) {
    return this === Error ? types.isNativeError(error) || ordinary.call(this, error) : ordinary.call(this, error);
  },
});
