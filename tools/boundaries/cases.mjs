// Code that must be refused, and code that must pass. `file` is a file that exists, whose project says what it may import.
const boundary = '@nx/enforce-module-boundaries';
const restricted = '@typescript-eslint/no-restricted-imports';

const archive = 'libs/archive/src/index.ts';
const postgres = 'libs/postgres/src/index.ts';
const scanner = 'libs/sql-stream/src/index.ts';
const dump = 'libs/dump/src/index.ts';
const cli = 'apps/cli/src/main.ts';
const api = 'apps/api/src/main.ts';
const guard = 'apps/api/src/outgoing/guard.ts';

const use = (/** @type {string} */ from) =>
  `import * as other from '${from}';\nexport const names = Object.keys(other);\n`;

/**
 * @type {{ title: string, file: string, code: string, rules: string[], typed?: boolean }[]} `rules`: the exact set of rules that must object;
 *   typed: oxlint looks at it too, with types
 */
export const cases = [
  { title: 'archive may not import postgres', file: archive, code: use('@stowbase/postgres'), rules: [boundary] },
  { title: 'archive may not import sql-stream', file: archive, code: use('@stowbase/sql-stream'), rules: [boundary] },
  { title: 'postgres may not import archive', file: postgres, code: use('@stowbase/archive'), rules: [boundary] },
  { title: 'sql-stream may not import archive', file: scanner, code: use('@stowbase/archive'), rules: [boundary] },
  { title: 'sql-stream may not import dump', file: scanner, code: "import '@stowbase/dump';\n", rules: [boundary] },
  {
    title: 'a library may not reach into an app',
    file: dump,
    code: use('../../../apps/cli/src/main'),
    rules: [boundary],
  },
  { title: 'no relative import across projects', file: dump, code: use('../../archive/src/index'), rules: [boundary] },
  {
    title: "no import past a library's door",
    file: dump,
    code: "import '@stowbase/archive/writer';\n",
    rules: [restricted],
  },
  { title: 'only the archive speaks age', file: dump, code: use('age-encryption'), rules: [restricted] },
  { title: 'only the command line knows commander', file: archive, code: use('commander'), rules: [restricted] },
  { title: 'only postgres opens connections with pg', file: dump, code: use('pg'), rules: [restricted] },
  {
    title: 'settings are read in one place',
    file: api,
    code: 'export const port = process.env.PORT;\n',
    rules: ['no-restricted-properties'],
  },
  {
    title: 'no database file is read beside its connection',
    file: api,
    code: "import { readFileSync } from 'node:fs';\nexport const bytes = readFileSync('data/stowbase.db');\n",
    rules: ['no-restricted-syntax'],
  },
  { title: 'only the outgoing guard speaks HTTP by undici', file: api, code: use('undici'), rules: [restricted] },
  { title: 'only the outgoing guard judges addresses', file: api, code: use('ipaddr.js'), rules: [restricted] },
  { title: 'the outgoing guard may use undici', file: guard, code: use('undici'), rules: [] },
  { title: 'the outgoing guard may use ipaddr.js', file: guard, code: use('ipaddr.js'), rules: [] },
  {
    title: 'a floating promise',
    file: archive,
    code: 'async function save() {\n  await Promise.resolve();\n}\nexport function run() {\n  save();\n}\n',
    rules: ['typescript/no-floating-promises'],
    typed: true,
  },
  {
    title: 'an async callback where none is awaited',
    file: archive,
    code: 'export function run(list: number[]) {\n  list.forEach(async () => {\n    await Promise.resolve();\n  });\n}\n',
    rules: ['typescript/no-misused-promises'],
    typed: true,
  },
  {
    title: 'the global fetch',
    file: cli,
    code: "export const answer = await fetch('x:');\n",
    rules: ['no-restricted-globals'],
  },
  {
    title: 'a promise that is waited for',
    file: archive,
    code: 'export async function run(save: () => Promise<void>) {\n  await save();\n}\n',
    rules: [],
    typed: true,
  },
  {
    title: 'a type that does not fit',
    file: archive,
    code: "export const port: number = '8080';\n",
    rules: ['typescript/TS2322'],
    typed: true,
  },
  {
    title: 'undefined for what may only be left out',
    file: archive,
    code: 'export const o: { a?: string } = { a: undefined };\n',
    rules: ['typescript/TS2375'],
    typed: true,
  },
  { title: 'any', file: archive, code: 'export const x: any = 1;\n', rules: ['@typescript-eslint/no-explicit-any'] },
  {
    title: 'a non-null assertion',
    file: archive,
    code: 'export const first = (list: string[]) => list[0]!;\n',
    rules: ['@typescript-eslint/no-non-null-assertion'],
  },
  { title: 'a file above 400 lines', file: archive, code: `${'export {};\n'.repeat(401)}`, rules: ['max-lines'] },
  {
    title: 'a switch that forgets a case of a closed union',
    file: archive,
    code: "export function say(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n}\n",
    rules: ['typescript/switch-exhaustiveness-check'],
    typed: true,
  },
  { title: 'dump may import archive, postgres and sql-stream', file: dump, code: use('@stowbase/archive'), rules: [] },
  { title: 'dump may import postgres', file: dump, code: use('@stowbase/postgres'), rules: [] },
  { title: 'dump may import sql-stream', file: dump, code: use('@stowbase/sql-stream'), rules: [] },
  { title: 'the command line may import dump', file: cli, code: use('@stowbase/dump'), rules: [] },
  {
    title: 'the command line may use the testing doors (demo, drills)',
    file: cli,
    code: use('@stowbase/postgres/testing'),
    rules: [],
  },
  { title: 'tests may use the testing doors', file: dump, code: use('@stowbase/postgres/testing'), rules: [] },
];
