// Lints each case's text as if it stood in the named file; prints [{ title, rules }] as JSON. A process of its own,
// because ESLint loads its configuration by dynamic import, which Jest's module registry would catch.
import { join } from 'node:path';
import { ESLint } from 'eslint';
import devkit from '@nx/devkit';
import { cases } from './cases.mjs';

const root = join(import.meta.dirname, '../..');

// Without a project graph in its cache the boundary rule is skipped in silence.
await devkit.createProjectGraphAsync();

const eslint = new ESLint({ cwd: root });
const found = [];
for (const { title, file, code } of cases) {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  const errors = result?.messages.filter((m) => m.severity === 2) ?? [];
  found.push({ title, rules: [...new Set(errors.map((m) => m.ruleId ?? m.message))].sort() });
}
process.stdout.write(JSON.stringify(found));
