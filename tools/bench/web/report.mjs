// What bench:web says: figures beside their targets.

/** @typedef {{ name: string, preset: 'desktop' | 'mobile', figures: import('./lighthouse.mjs').Figures }} Page */

const targets = {
  desktop: { performance: 98 },
  mobile: { performance: 90 },
};
const paints = { firstPaintMs: 1_200, largestPaintMs: 2_500, blockingMs: 300, shift: 0.05 };

/** @param {import('./transfer.mjs').Size[]} sizes @param {Page[]} pages @param {number} rounds */
export function webReport(sizes, pages, rounds) {
  const rows = [
    ...sizes.map(({ name, bytes, limit, of }) => [
      name,
      `${kilo(bytes)} kB`,
      `≤ ${kilo(limit)} kB`,
      bytes <= limit,
      of,
    ]),
    ...pages.flatMap(pageRows),
  ];
  const met = rows.every((row) => row[3]);
  const table = rows.map(
    ([what, value, target, ok, of]) => `| ${what} | ${value} | ${target} | ${ok ? 'met' : '**not met**'} | ${of} |`,
  );
  const section = [
    '## The web app',
    '',
    `Written by \`npm run bench:web\`: what travels is packed by gzip as the service sends it; pages are visited by Lighthouse 13 in Debian's Chromium, median of ${rounds}.`,
    '',
    '| what | measured | target | | of |',
    '|---|---|---|---|---|',
    ...table,
  ].join('\n');
  return { section, met, text: rows.map((row) => `${row[3] ? '✓' : '✗'} ${row[0]}: ${row[1]} (${row[2]})`).join('\n') };
}

/** @param {Page} page @returns {[string, string, string, boolean, string][]} */
function pageRows({ name, preset, figures }) {
  const title = `${name}, ${preset}`;
  const score = targets[preset].performance;
  /** @type {[string, string, string, boolean, string][]} */
  const rows = [
    [`${title}: performance`, String(figures.performance), `≥ ${score}`, figures.performance >= score, 'Lighthouse'],
    [`${title}: accessibility`, String(figures.accessibility), '100', figures.accessibility === 100, 'Lighthouse'],
    [`${title}: best practices`, String(figures.bestPractices), '100', figures.bestPractices === 100, 'Lighthouse'],
  ];
  if (preset === 'desktop') return rows;
  return [
    ...rows,
    [
      `${title}: first paint`,
      ms(figures.firstPaintMs),
      `≤ ${ms(paints.firstPaintMs)}`,
      figures.firstPaintMs <= paints.firstPaintMs,
      'slow phone',
    ],
    [
      `${title}: largest paint`,
      ms(figures.largestPaintMs),
      `≤ ${ms(paints.largestPaintMs)}`,
      figures.largestPaintMs <= paints.largestPaintMs,
      'slow phone',
    ],
    [
      `${title}: blocking`,
      ms(figures.blockingMs),
      `≤ ${ms(paints.blockingMs)}`,
      figures.blockingMs <= paints.blockingMs,
      'slow phone',
    ],
    [`${title}: shift`, figures.shift.toFixed(3), `≤ ${paints.shift}`, figures.shift <= paints.shift, 'slow phone'],
  ];
}

const kilo = (/** @type {number} */ bytes) => (bytes / 1_000).toFixed(1);
const ms = (/** @type {number} */ value) => `${Math.round(value)} ms`;
