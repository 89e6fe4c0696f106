import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Where a public code stands in the sources: the two tables of codes, and the errors made by name. */
const places: [string, RegExp][] = [
  ['libs/postgres/src/postgres-error.ts', /^ {2}([A-Z0-9_]+): '/gm],
  ['libs/archive/src/errors.ts', /: '([A-Z_]+)',$/gm],
  ['libs/storage/src/storage-error.ts', /: '([A-Z_]+)',$/gm],
  ['libs/storage/src/drivers/**/*.ts', /^export const \w+ = '([A-Z]+_[A-Z_]+)';$/gm],
  ['libs/restore/src/errors.ts', /^ {2}([A-Z_]+): '/gm],
  ['libs/dump/src/**/*.ts', /new DumpError\(\s*'[a-z-]+',\s*'([A-Z_]+)'/g],
  ['apps/cli/src/**/*.ts', /new CliError\(\s*'[a-z-]+',\s*'([A-Z_]+)'/g],
  ['apps/cli/src/{backup/write-fully,failure}.ts', /^ {2,4}code: '([A-Z_]+)',$/gm],
  ['apps/api/src/**/*.ts', /new (?:Start|Admin)Error\(\s*'([A-Z_]+)'/g],
  ['tools/start/launch.mjs', /\[([A-Z_]+)\]/g],
];

const inSources = new Set(
  places.flatMap(([files, pattern]) =>
    globSync(files, { cwd: root })
      .filter((file) => !file.endsWith('.spec.ts'))
      .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(pattern)].map(([, code]) => code!)),
  ),
);

describe('the error codes of docs/cli.md (P-CLI-2)', () => {
  const page = readFileSync(join(root, 'docs/cli.md'), 'utf8').split('## Error codes')[1] ?? '';
  const described = [...page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code]) => code!);

  it('are all there, once', () => {
    expect([...inSources].filter((code) => !described.includes(code))).toEqual([]);
    expect(described.filter((code, i) => described.indexOf(code) !== i)).toEqual([]);
  });

  it('are all real', () => {
    expect(described.filter((code) => !inSources.has(code))).toEqual([]);
    expect(inSources.size).toBeGreaterThan(80);
  });
});
