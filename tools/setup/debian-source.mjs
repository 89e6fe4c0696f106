// Where this machine gets Debian 12 from, read from its own apt sources (both formats).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const suite = 'bookworm';

/**
 * @param {string} [etc] the folder of apt's configuration
 * @returns {{ uri: string, options: string } | null} `options` is ready for a one-line source: '' or '[signed-by=…] '
 */
export function debianSource(etc = '/etc/apt') {
  const parts = join(etc, 'sources.list.d');
  const names = existsSync(parts) ? readdirSync(parts).sort() : [];
  const files = [join(etc, 'sources.list'), ...names.map((name) => join(parts, name))].filter((file) =>
    existsSync(file),
  );
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const found = file.endsWith('.sources') ? fromStanzas(text) : file.endsWith('.list') ? fromLines(text) : null;
    if (found !== null) return found;
  }
  return null;
}

/** @param {string} text */
function fromStanzas(text) {
  for (const stanza of text.split(/\n\s*\n/)) {
    const field = (/** @type {string} */ name) => new RegExp(`^${name}:[ \\t]*(.+)$`, 'im').exec(stanza)?.[1]?.trim();
    const uri = field('URIs')?.split(/\s+/)[0];
    if (uri === undefined || !(field('Suites') ?? '').split(/\s+/).includes(suite)) continue;
    if (field('Enabled')?.toLowerCase() === 'no' || !(field('Components') ?? '').split(/\s+/).includes('main'))
      continue;
    const key = field('Signed-By');
    return { uri, options: key?.startsWith('/') ? `[signed-by=${key}] ` : '' };
  }
  return null;
}

/** @param {string} text */
function fromLines(text) {
  for (const line of text.split('\n')) {
    const m = /^deb\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)$/.exec(line.trim());
    if (m?.[2] !== undefined && m[3] === suite && (m[4] ?? '').split(/\s+/).includes('main'))
      return { uri: m[2], options: m[1] ?? '' };
  }
  return null;
}
