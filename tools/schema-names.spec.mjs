import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clashingNames } from './docs/schema-names.mjs';

const root = join(import.meta.dirname, '..');
const dto = (/** @type {string} */ name) =>
  `import { ApiProperty } from '@nestjs/swagger';\nexport class ${name} { @ApiProperty() id!: string; }`;
const field = (/** @type {string} */ values) => `class A { @ApiProperty({ enum: ${values}, enumName: 'State' }) a; }`;

describe('the names of the schemas of the API', () => {
  it('are each of one thing: of one class, or of one list of values', () => {
    const paths = globSync('apps/api/src/**/*.ts', { cwd: root, exclude: ['**/*.spec.ts', '**/testing/**'] });
    expect(paths.length).toBeGreaterThan(500);
    const sources = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
    const enums = Object.values(sources)
      .join('')
      .match(/enumName: '/g);
    expect(enums?.length).toBeGreaterThan(50);
    expect(clashingNames(sources)).toEqual([]);
  });

  it.each([
    ['two classes of one name', { 'a/x.ts': dto('ItemDto'), 'b/x.ts': dto('ItemDto') }],
    ['a class and an enum', { 'a/x.ts': dto('State'), 'b/x.ts': field("['a']") }],
    ['two lists of one name', { 'a/x.ts': `${list("'a'")}${field('all')}`, 'b/x.ts': `${list("'b'")}${field('all')}` }],
    [
      'lists of two files',
      {
        'a/all.ts': `export ${list("'a'")}`,
        'b/all.ts': `export ${list("'b'")}`,
        'a/x.ts': `import { all } from './all';${field('all')}`,
        'b/x.ts': `import { all } from './all';${field('all')}`,
      },
    ],
  ])('are found to clash where they are: %s', (_, sources) => {
    expect(clashingNames(sources)).toEqual([
      expect.stringMatching(/ is one thing in a\/x\.ts and another in b\/x\.ts$/),
    ]);
  });

  it('may stand twice where they say the same', () => {
    const sources = {
      'a/all.ts': `export ${list("'a', 'b'")}`,
      'a/x.ts': `import { all as theirs } from './all';${field('theirs')}`,
      'b/x.ts': `import { all } from '../a/all';${field('all')}`,
      'd/x.ts': field("['a', 'b']"),
      'c/x.ts': `${list("\n'a',\n'b',\n")}${field('all')}`,
    };
    expect(clashingNames(sources)).toEqual([]);
  });
});

function list(/** @type {string} */ values) {
  return `const all = [${values}] as const;\n`;
}
