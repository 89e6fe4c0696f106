// Lints each case's text as if it stood in the named file; prints [{ title, rules }] as JSON. A process of its own,
// because ESLint loads its configuration by dynamic import, which Jest's module registry would catch.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import devkit from '@nx/devkit';
import { cases } from './cases.mjs';

const root = join(import.meta.dirname, '../..');

// Without a project graph in its cache the boundary rule is skipped in silence.
await devkit.createProjectGraphAsync();

const eslint = new ESLint({ cwd: root });
const withTypes = typedFindings(cases.filter(({ typed }) => typed).map(({ code }) => code));
const found = [];
for (const { title, file, code, typed } of cases) {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  const errors = (result?.messages.filter((m) => m.severity === 2) ?? []).map((m) => m.ruleId ?? m.message);
  found.push({ title, rules: [...new Set([...errors, ...(typed ? (withTypes.get(code) ?? []) : [])])].sort() });
}
process.stdout.write(JSON.stringify(found));

/**
 * oxlint reads files only: each text becomes one, beside a project with our compiler's options.
 * @param {string[]} codes @returns {Map<string, string[]>} the rules that object to each
 */
function typedFindings(codes) {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-lint-'));
  try {
    const options = { extends: join(root, 'tsconfig.base.json'), compilerOptions: { rootDir: '.' }, include: ['*.ts'] };
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/tsconfig.json'), JSON.stringify(options));
    codes.forEach((code, n) => writeFileSync(join(folder, `src/case-${n}.ts`), code));
    const args = ['-c', join(root, '.oxlintrc.json'), '-f', 'json', 'src'];
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), args, { cwd: folder, encoding: 'utf8' });
    /** @type {{ code: string, filename: string }[]} */
    const diagnostics = JSON.parse(stdout).diagnostics;
    return new Map(codes.map((code, n) => [code, rulesIn(diagnostics, `case-${n}.ts`)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {{ code: string, filename: string }[]} diagnostics "typescript(no-floating-promises)" @param {string} file */
function rulesIn(diagnostics, file) {
  return diagnostics
    .filter(({ filename }) => filename.endsWith(file))
    .map(({ code }) => code.replace(/\((.+)\)$/, '/$1'));
}
