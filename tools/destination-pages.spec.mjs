import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pageOf } from './docs/destination-page.mjs';
import { importTypeScript } from './typescript-door.mjs';

const root = join(import.meta.dirname, '..');
const { drivers } = await importTypeScript('libs/storage/src/index.ts');
const { blocksOf } = await importTypeScript('apps/web/src/app/destinations/guide/page.ts');
const index = 'docs/destinations/README.md';
const textOf = (page) => readFileSync(join(root, page), 'utf8');
const pages = [index, ...drivers.map(({ type }) => pageOf(type))];
const linksOf = (page) => [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map(([, link]) => link);

describe('P-WEB-301 every type of storage has a page', () => {
  it.each(drivers.map(({ type }) => type))('%s: how to get credentials, its settings, limits and costs', (type) => {
    const page = textOf(pageOf(type));
    const heads = [...page.matchAll(/^## (.*)$/gm)].map(([, head]) => head);
    for (const part of [/^What you need/, /^Settings$/, /^Limits$/, /^Costs$/])
      expect(heads.find((head) => part.test(head)) ?? `no ${part} in ${heads.join(', ')}`).toMatch(part);
    expect(page).toMatch(/permission/);
    expect(linksOf(index)).toContain(pageOf(type).replace('docs/destinations/', ''));
  });

  it('and their links lead somewhere', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !existsSync(join(root, dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it.each(pages)('P-WEB-302 %s is shown by the web app without a mark left over', (page) => {
    const shown = JSON.stringify(blocksOf(textOf(page)));
    for (const mark of ['```', '](', '**', '<!--', '|---']) expect(shown).not.toContain(mark);
  });
});
