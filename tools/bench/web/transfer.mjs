// How much of the built web app travels, as the service sends it (gzip).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** @typedef {{ name: string, limit: number, bytes: number, of: string }} Size */

/** kB here are 1,000 bytes, as browsers count. Limits: design/ux.md §8. */
const limits = { initial: 190_000, lazy: 90_000, css: 15_000, fonts: 140_000, icons: 25_000 };

/**
 * @param {string} folder of the built app (browser/)
 * @param {string} iconPaths the source file with all drawings
 * @returns {Size[]}
 */
export function transferSizes(folder, iconPaths) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const sizeOf = new Map(
    readdirSync(folder)
      .filter((f) => /\.(js|css)$/.test(f))
      .map((f) => [f, packed(join(folder, f))]),
  );
  const first = [...new Set([...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((m) => m[1] ?? ''))];
  const js = [...sizeOf.keys()].filter((file) => file.endsWith('.js'));
  const sum = (/** @type {string[]} */ files) => files.reduce((bytes, file) => bytes + (sizeOf.get(file) ?? 0), 0);
  const css = first.filter((file) => file.endsWith('.css'));
  const fonts = readdirSync(join(folder, 'media')).filter(
    (f) => /latin-wght-normal.*\.woff2$/.test(f) && !/latin-ext/.test(f),
  );
  const texts = new Map(js.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const imports = new Map(js.map((file) => [file, importsOf(texts.get(file) ?? '')]));
  const front = closure(first, imports);
  const shell = closure([...front, ...js.filter((file) => texts.get(file)?.includes(shellMark))], imports);
  const entries = new Set([...imports.values()].flatMap(({ lazies }) => lazies));
  const [lazy] = [...entries]
    .map((of) => {
      const before = texts.get(of)?.includes(frontMark) ? front : shell;
      return { of, bytes: sum([...closure([of], imports)].filter((file) => !before.has(file))) };
    })
    .sort((a, b) => b.bytes - a.bytes);
  return [
    {
      name: 'initial transfer',
      limit: limits.initial,
      bytes: packed(join(folder, 'index.html')) + sum([...shell]),
      of: `the page, its first files and the shell around all pages: ${shell.size} files`,
    },
    {
      name: 'largest lazy page',
      limit: limits.lazy,
      bytes: lazy?.bytes ?? 0,
      of: `${lazy?.of}, beyond what is there before it`,
    },
    { name: 'styles', limit: limits.css, bytes: sum(css), of: css.join(', ') },
    {
      name: 'fonts (Latin)',
      limit: limits.fonts,
      bytes: fonts.reduce((n, f) => n + readFileSync(join(folder, 'media', f)).length, 0),
      of: fonts.join(', '),
    },
    { name: 'icons', limit: limits.icons, bytes: packed(iconPaths), of: 'all drawings' },
  ];
}

/** Stands in the shell around the pages alone. */
const shellMark = 'Skip to the page';
/** Stands in pages that are shown without the shell. */
const frontMark = 'sb-front';

/** @param {string} text of a script */
function importsOf(text) {
  const statics = [...text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map((m) => m[1] ?? '');
  const lazies = [...text.matchAll(/import\(\s*["'`]\.\/([^"'`]+\.js)["'`]\s*\)/g)].map((m) => m[1] ?? '');
  return { statics, lazies };
}

/** @param {string[]} from @param {Map<string, { statics: string[] }>} imports */
function closure(from, imports) {
  const seen = new Set(from);
  for (const file of seen) for (const next of imports.get(file)?.statics ?? []) seen.add(next);
  return seen;
}

const packed = (/** @type {string} */ file) => gzipSync(readFileSync(file), { level: 6 }).length;
