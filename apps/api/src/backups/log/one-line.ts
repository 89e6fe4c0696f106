import { redact } from '@stowbase/postgres';

/** Longest text of a line, characters. */
export const maxLineLength = 1_000;

/** Any text as one line without control characters and without the secrets, cut to a length that a page can show. */
export function oneLine(text: string, secrets: readonly string[]): string {
  // Redacted first: a secret with a line break in it would no longer be found afterwards.
  const flat = redact(text, secrets).replaceAll(unprintable, ' ').trim();
  // By characters: a pair of surrogates isn't cut in two.
  const start = Array.from(flat.slice(0, 2 * maxLineLength + 2));
  return start.length <= maxLineLength ? start.join('') : `${start.slice(0, maxLineLength - 1).join('')}…`;
}

/** Space, control characters, line and paragraph separators, and the marks that turn the direction of what follows. */
const unprintable = /[\s\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
