// What a test run found, and how it is said.

/** @typedef {{ tests: number, passed: number, failures: { title: string, text: string }[], skipped: string[], remarks: string[] }} Tally `tests` counts Jest's tests that ran; `remarks` are said at the end */

/** @returns {Tally} */
export function emptyTally() {
  return { tests: 0, passed: 0, failures: [], skipped: [], remarks: [] };
}

/** @param {Tally} tally */
export function printFailures(tally) {
  if (tally.failures.length === 0) return;
  console.log(`\n${'─'.repeat(78)}\nFailed:\n`);
  for (const { title, text } of tally.failures) console.log(`✗ ${title}\n${indent(shorten(text))}\n`);
}

/** The line that CI reads; a run in which no test ran has failed. @param {Tally} tally */
export function closingLine(tally) {
  const failed = tally.failures.length + (tally.tests === 0 && tally.failures.length === 0 ? 1 : 0);
  const skipped = tally.skipped.length > 0 ? `, ${tally.skipped.length} skipped` : '';
  return `${tally.passed} passed, ${failed} failed${skipped}`;
}

/** @param {string} text */
function shorten(text) {
  const lines = text
    .trim()
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|node:internal)/.test(line));
  return lines.length <= 60
    ? lines.join('\n')
    : [...lines.slice(0, 30), `… ${lines.length - 55} lines …`, ...lines.slice(-25)].join('\n');
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, '    ');
}
