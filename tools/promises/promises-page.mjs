// docs/promises.md as data: every row of its tables is a promise and the ids of the tests that prove it.

export const idPattern = /\b(?:P-[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-\d+|[FH]\d{2})\b/g;

/** @param {string} markdown @returns {{ promise: string, ids: string[] }[]} */
export function promisesIn(markdown) {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line) && !/^\| *promise *\|/i.test(line))
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return { promise: cells[1] ?? '', ids: (cells[2] ?? '').match(idPattern) ?? [] };
    });
}

/** @param {string[]} titles */
export function idsIn(titles) {
  return new Set(titles.flatMap((title) => title.match(idPattern) ?? []));
}
