// The doors of the libraries are TypeScript with path aliases: bundled here into tmp, for tools that need them.
import { mkdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/**
 * Imports a TypeScript file of the project with all it needs. Files that look beside themselves (`import.meta.dirname`) still find what is there.
 * @param {string} file its path in the project, e.g. `libs/postgres/src/testing/index.ts`
 * @returns {Promise<any>}
 */
export async function importTypeScript(file) {
  const outfile = join(root, 'tmp/doors', `${file.replaceAll('/', '-').replace(/\.ts$/, '')}-${process.pid}.mjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    entryPoints: [join(root, file)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.base.json'),
    outfile,
    logLevel: 'error',
    plugins: [ownFolders],
  });
  try {
    return await import(outfile);
  } finally {
    rmSync(outfile);
  }
}

/** @type {import('esbuild').Plugin} */
const ownFolders = {
  name: 'own-folders',
  setup(building) {
    building.onLoad({ filter: /\/(?:libs|apps)\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(`file://${path}`)),
      loader: 'ts',
    }));
  },
};
