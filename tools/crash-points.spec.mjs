import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtService } from './build/built-parts.mjs';

const root = join(import.meta.dirname, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
/** The list itself is TypeScript, which nothing here loads. */
const names = read('apps/api/src/lifecycle/crash-points.ts').match(/(?<=^ {2}')[^']+/gm);

describe('crash points', () => {
  it('P-CRASH-3 a release has none of them: neither their names nor the variable that sets them off', async () => {
    // A long line is broken within a text, too.
    const release = (await builtService()).map(({ text }) => text.replaceAll('\\\n', '')).join('\n');
    expect(release).toContain('Stowbase is ready.');
    expect(['FAULT_POINT', 'crashPoint', 'dieAt'].filter((word) => release.includes(word))).toEqual([]);
    // In quotes: paths of modules may begin alike.
    expect(names.filter((name) => new RegExp(`["'\`]${name}["'\`]`).test(release))).toEqual([]);
  }, 60_000);

  it('P-CRASH-3 there are 30 or more, and each name stands somewhere in the service', () => {
    const sources = globSync('apps/api/src/**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.spec.ts') });
    const placed = new Set(sources.flatMap((file) => read(file).match(/(?<=\b(?:crashPoint|dieAt)\(')[^']+/g) ?? []));
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect([...placed].sort()).toEqual([...names].sort());
  });
});
