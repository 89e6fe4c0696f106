// V8 keeps two bytes a character for a source with one letter beyond ASCII in it: for a bundle of 8 MB that is 8 MB more, as long as it runs.
import { readFile } from 'node:fs/promises';

const beyondAscii = /[\u0080-\uffff]/g;

/**
 * Writes such letters as escapes. esbuild does so in strings, but not in regular expressions, where they mean the same.
 * @param {string} source JavaScript
 */
export function escapeLetters(source) {
  // What a raw literal holds would be another text then.
  if (/String\.raw\s*`[^`]*[\u0080-\uffff]/.test(source)) return source;
  return source.replace(beyondAscii, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @type {import('esbuild').Plugin} for packages; our own files are read by `typescriptProgram` */
export const asciiPackages = {
  name: 'ascii-packages',
  setup(building) {
    building.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => {
      const contents = escapeLetters(await readFile(path, 'utf8'));
      return { contents, loader: 'js' };
    });
  },
};
