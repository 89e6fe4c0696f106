import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { idsIn, promisesIn } from './promises/promises-page.mjs';
import { testTitles } from './promises/test-titles.mjs';

const root = join(import.meta.dirname, '..');
const promises = promisesIn(readFileSync(join(root, 'docs/promises.md'), 'utf8'));
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');
const files = (/** @type {string} */ pattern) =>
  globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' });
const specs = files('{apps,libs,tools}/**/*.{spec.ts,spec.mjs,e2e.ts}');
const texts = specs.map(read);
// The same tests on several engines or in several shards: they count when a spec calls them.
const shared = files('{apps,libs,tools}/**/describe-*.ts').filter((file) =>
  texts.some((text) => text.includes(`/${basename(file, '.ts')}'`)),
);
const proven = idsIn([...specs, ...shared].flatMap((file) => testTitles(read(file), file)));

describe('docs/promises.md', () => {
  it('has promises, each with the id of a test', () => {
    expect(promises.length).toBeGreaterThan(10);
    expect(promises.filter((p) => p.ids.length === 0)).toEqual([]);
  });

  it.each(promises)('keeps: $promise', ({ ids }) => {
    expect(ids.filter((id) => !proven.has(id))).toEqual([]);
  });

  it('lists every promise that a test claims to prove', () => {
    const listed = new Set(promises.flatMap((p) => p.ids));
    expect([...proven].filter((id) => id.startsWith('P-') && !listed.has(id))).toEqual([]);
  });
});

describe('reading the ids of tests', () => {
  it('takes titles and tables of tests that run, not of skipped ones, and no comments', () => {
    const source = `
      // F01 in a comment
      describe('a (F02)', () => {
        it('b F03', () => { const x = 'F04'; });
        it.each([['F05', 1], { id: 'H06' }])('c %s', () => {});
        it.skip('d F07', () => {});
        describe.skip('e', () => { it('f F08', () => {}); });
        xit('g F09', () => {});
        it.todo('h F10');
        test(\`i \${1} H11\`, () => {});
      });`;
    expect([...idsIn(testTitles(source, 'x.spec.ts'))].sort()).toEqual(['F02', 'F03', 'F05', 'H06', 'H11']);
  });
});
