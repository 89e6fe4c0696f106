/** Control characters, line ends and marks that turn the direction of what follows, as text: a log line stays one line (H32). */
export function shown(text: string, longest = 100): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.toWellFormed().replaceAll(invisible, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Cc, line and paragraph separators, bidirectional marks (the "Trojan Source" set), byte-order mark. */
export const invisible = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
