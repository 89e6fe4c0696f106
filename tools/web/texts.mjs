// Every text of the web app, as translators would get it.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** @returns {string[]} */
export function webTexts() {
  const folder = join(root, `tmp/texts-${process.pid}`);
  const args = ['extract-i18n', 'web', '--output-path', folder, '--progress=false'];
  try {
    execFileSync(join(root, 'node_modules/.bin/ng'), args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    return Object.values(JSON.parse(readFileSync(join(folder, 'messages.json'), 'utf8')).translations);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
