// How many cases of the conformance suite ran for which storage, read from Jest's result: a driver that doesn't run it is seen at once.

/** The titles of `describeStorage`, `describeServerErrors` and `describeFailingRequests` in libs/storage/src/testing/conformance. */
const suite = /^(?:the storage|errors of a server of|failing requests of) (.+)$/;

/**
 * @param {{ testResults: { assertionResults: { ancestorTitles: string[], status: string }[] }[] }} result the shape of Jest's --json
 * @returns {string | null} one line; null when no case ran
 */
export function conformanceLine(result) {
  /** @type {Map<string, { passed: number, ran: number }>} */
  const storages = new Map();
  for (const { ancestorTitles, status } of result.testResults.flatMap((file) => file.assertionResults)) {
    const name = ancestorTitles.map((title) => suite.exec(title)?.[1]).find((found) => found !== undefined);
    if (name === undefined || (status !== 'passed' && status !== 'failed')) continue;
    const counts = storages.get(name) ?? { passed: 0, ran: 0 };
    counts.ran += 1;
    if (status === 'passed') counts.passed += 1;
    storages.set(name, counts);
  }
  if (storages.size === 0) return null;
  const all = [...storages.values()].reduce((sum, { ran }) => sum + ran, 0);
  const each = [...storages].map(
    ([name, { passed, ran }]) => `${name} ${passed === ran ? ran : `${passed} of ${ran}`}`,
  );
  return `Conformance: ${all} cases on ${storages.size} storages and servers: ${each.join(', ')}`;
}
