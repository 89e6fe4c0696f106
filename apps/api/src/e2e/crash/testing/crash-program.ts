import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../../../../../..');
const sources = ['apps/api/src/**/*.ts', 'libs/*/src/**/*.ts', 'tools/build.mjs', 'tools/build/*.mjs', 'package.json'];
/** Of the tests, only what the program itself is made of. */
const isTest = (path: string): boolean =>
  path.endsWith('.spec.ts') ||
  (path.includes('/e2e/') && !/(?:crash-main|failing-disk|shifted-clock|short-times)\.ts$/.test(path));
const dayMs = 24 * 3600_000;

/**
 * The service with its crash points, made as the real one is: once for all specs, until a source changes.
 * @returns path of the program
 */
export async function crashProgram(): Promise<string> {
  const all = join(root, 'tmp/crash-programs');
  const folder = join(all, stateOfSources());
  const file = join(folder, 'service.mjs');
  if (existsSync(file)) return file;
  mkdirSync(all, { recursive: true });
  const old = readdirSync(all).filter((name) => statSync(join(all, name)).mtimeMs < Date.now() - dayMs);
  for (const name of old) rmSync(join(all, name), { recursive: true, force: true });
  const unfinished = mkdtempSync(join(all, 'unfinished-'));
  const made = join(unfinished, 'service.mjs');
  await promisify(execFile)(process.execPath, [join(root, 'tools/build/crash-service.mjs'), made]);
  // Another spec may have been faster: its program is the same.
  if (existsSync(file)) rmSync(unfinished, { recursive: true, force: true });
  else renameSync(unfinished, folder);
  return file;
}

function stateOfSources(): string {
  const hash = createHash('sha256');
  // Not by the option `exclude`: it is asked of folders too, and leaves out all that is in them.
  for (const path of globSync(sources, { cwd: root }).sort()) {
    if (isTest(path)) continue;
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
