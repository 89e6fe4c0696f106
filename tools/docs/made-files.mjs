import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { generators } from './generators.mjs';

const root = join(import.meta.dirname, '../..');

/** Every made file as it should be, formatted as the project formats. */
export async function madeFiles() {
  const files = [];
  for (const { file, make } of generators) {
    const path = join(root, file);
    const made = await make();
    // Markdown is left alone by `npm run format`, too.
    const text = file.endsWith('.md') ? made : await format(made, { ...(await resolveConfig(path)), filepath: path });
    files.push({ file, path, text });
  }
  return files;
}

/** @param {string} path @returns {string} empty when there is none */
export function present(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return '';
  }
}
