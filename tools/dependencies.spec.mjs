import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const allowed = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'MIT-0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'OFL-1.1',
];
/** They state none in their package.json; their LICENSE files are MIT (read 2026-11-25). Both come with Nest's upload parser. */
const readByHand = ['node_modules/busboy', 'node_modules/streamsearch'];
/** Of `(MIT OR CC0-1.0)` one is chosen, so one of them is enough. */
const mayShip = (license = '') =>
  license
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => allowed.includes(one));
const limits = { direct: 32, packages: 260 };

const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
const production = installed.filter(([, entry]) => !entry.dev && !entry.devOptional);

describe('what ships with the product (P-DEPENDENCIES-1)', () => {
  it('has licences that allow it', () => {
    const others = production.filter(([path, { license }]) => !mayShip(license) && !readByHand.includes(path));
    expect(others.map(([path, { license }]) => `${path}: ${license ?? 'states none'}`)).toEqual([]);
  });

  it('runs no install script: CI and image forbid them, and the one there is (it reports home) is denied by name too', () => {
    const withScript = production.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path);
    expect(withScript).toEqual(['node_modules/@scarf/scarf']);
    expect(manifest.allowScripts['@scarf/scarf']).toBe(false);
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain('npm ci --ignore-scripts');
  });

  it('stays small: few direct packages, few in all', () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(limits.direct);
    expect(production.length).toBeLessThanOrEqual(limits.packages);
  });

  it('names exact versions', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d/.test(version))).toEqual([]);
  });
});

describe('the lockfile (P-DEPENDENCIES-2)', () => {
  it('has the integrity of every package and the address of none', () => {
    expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(
      installed.filter(([, e]) => e.integrity === undefined && !e.inBundle && !e.link).map(([path]) => path),
    ).toEqual([]);
  });
});
