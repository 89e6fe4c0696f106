import { expect, it } from '@jest/globals';
import InTurn from './in-turn.cjs';

/** @param {string[]} names */
function inTurn(...names) {
  const context = { config: { id: 'none', cacheDirectory: '/nowhere' }, hasteFS: { getSize: () => 1 } };
  const specs = names.map((name) => ({ path: `/work/${name}`, context }));
  return new InTurn(/** @type {any} */ ({})).sort(/** @type {any} */ (specs)).map(({ path }) => path.slice(6));
}

it('programs and servers are started while a worker is small, the service is loaded later, components come last', () => {
  const order = [
    'apps/api/src/e2e/processes/outage-postgres.spec.ts',
    'apps/api/src/e2e/crash/run-crashes.spec.ts',
    'apps/cli/src/demo/demo.e2e.spec.ts',
    'apps/api/src/e2e/crash/sweep-crashes.spec.ts',
    'libs/restore/src/run-restore.spec.ts',
    'libs/archive/src/reader/verify.spec.ts',
    'apps/api/src/e2e/downloads.spec.ts',
    'apps/api/src/names/names.spec.ts',
    'apps/web/src/app/app.spec.ts',
  ];
  expect(inTurn(...order)).toEqual(order);
  expect(inTurn(...order.toReversed())).toEqual(order);
});

it('specs that wait for servers stand between those that work', () => {
  const working = ['a', 'b', 'c', 'd'].map((name) => `libs/dump/src/${name}.spec.ts`);
  const waiting = ['s3', 'webdav'].map((name) => `libs/storage/src/drivers/${name}.spec.ts`);
  const kinds = inTurn(...working, ...waiting).map((path) => (path.includes('drivers') ? 'waits' : 'works'));
  expect(kinds).toEqual(['waits', 'works', 'works', 'waits', 'works', 'works']);
});
