import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** What is wrong with the data folder, as one line; null: it is there, and can be written into. */
export function problemOfDataFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmdirSync(mkdtempSync(join(folder, '.write-check-')));
    return null;
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    return `DATA_DIR: nothing can be written into ${folder} (${reason}).`;
  }
}

/** Backups and records in one place would be lost together, and a destination could overwrite the records. */
export function problemsOfRoots(roots: readonly string[], dataFolder: string): string[] {
  const data = real(dataFolder);
  return roots
    .filter((root) => contains(real(root), data) || contains(data, real(root)))
    .map((root) => `LOCAL_STORAGE_ROOTS: ${root} is the data folder ${dataFolder}, or inside it, or around it.`);
}

const contains = (outer: string, inner: string): boolean => {
  const way = relative(outer, inner);
  return way === '' || (!way.startsWith('..') && resolve(outer, way) === inner);
};

/** The folder itself where it exists, else its nearest parent that does: links don't hide where it is. */
function real(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  const parent = dirname(folder);
  return parent === folder ? folder : join(real(parent), relative(parent, folder));
}
