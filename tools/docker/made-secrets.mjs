import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs docker/make-secrets.sh in a folder of its own, as often as asked.
 * @param {string} root @param {number} times
 * @returns {{ secrets: Map<string, string>, modes: string[], refused: string }} name → text; the folder's and the files' modes; what the last run complained of
 */
export function madeSecrets(root, times = 1) {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-secrets-'));
  try {
    copyFileSync(join(root, 'docker/make-secrets.sh'), join(folder, 'make-secrets.sh'));
    const refused = Array.from({ length: times }, () => run(join(folder, 'make-secrets.sh'))).at(-1) ?? '';
    const paths = readdirSync(join(folder, 'secrets'), { withFileTypes: true }).map(({ name }) => name);
    const mode = (path) => (statSync(path).mode & 0o777).toString(8);
    return {
      secrets: new Map(paths.map((name) => [name, readFileSync(join(folder, 'secrets', name), 'utf8')])),
      modes: [join(folder, 'secrets'), ...paths.map((name) => join(folder, 'secrets', name))].map(mode),
      refused,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns what it says on standard error when it refuses, else '' */
function run(script) {
  try {
    execFileSync('sh', [script], { stdio: 'pipe' });
    return '';
  } catch (error) {
    return String(error.stderr);
  }
}
