import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const app = join(import.meta.dirname, '../apps/web/src/app');

/** @param {RegExp} wrong @returns {string[]} */
const templatesWith = (wrong) =>
  globSync('**/*.{ts,html}', { cwd: app })
    .filter((file) => !/\.spec\.ts$|^api\//.test(file))
    .filter((file) => wrong.test(readFileSync(join(app, file), 'utf8')));

describe('P-WEB-253 templates of the web app', () => {
  it('have no plural forms of their own: Angular reads them by innerHTML, which the policy of our pages refuses', () => {
    expect(templatesWith(/,\s*(plural|select|selectordinal)\s*,[^{}']*\{/)).toEqual([]);
  });

  it('bind an aria attribute that has a value in it: translated, Angular would take it for a property and leave it out', () => {
    expect(templatesWith(/\saria-[a-z]+="[^"{]*\{\{/)).toEqual([]);
  });
});
