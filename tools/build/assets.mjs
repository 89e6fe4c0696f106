// Files that a bundle reads beside itself (`import.meta.dirname`).
import { copyFileSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @typedef {{ from: string, files: string[], to: string }} Assets `files`: patterns below the folder `from` of the project; `to`: a folder beside
 *   the bundle ('.': the same)
 */

/**
 * Each file appears whole, and one that is no source any more goes: the bundle uses whatever lies there.
 * @param {Assets} assets
 * @param {{ root: string, outDir: string, unfinished: string }} o `unfinished`: a folder on the disk of the result
 */
export function putAssets({ from, files, to }, { root, outDir, unfinished }) {
  const target = join(outDir, to);
  const found = globSync(files, { cwd: join(root, from) });
  if (found.length === 0) throw new Error(`There is no ${files.join(', ')} in ${from}.`);
  for (const file of found) {
    mkdirSync(join(target, dirname(file)), { recursive: true });
    copyFileSync(join(root, from, file), join(unfinished, 'asset'));
    renameSync(join(unfinished, 'asset'), join(target, file));
  }
  for (const old of globSync(files, { cwd: target })) if (!found.includes(old)) rmSync(join(target, old));
}
