// The tests in a real browser (apps/e2e), their outcome read from Playwright's own result file.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const resultFile = join(root, 'tmp/test/playwright.json');
const longestRunMs = 30 * 60_000;

/**
 * @param {import('./tally.mjs').Tally} tally
 * @param {{ patterns: string[], all: boolean }} o only files whose path matches one of them; `all` asks for the long forms
 */
export function runBrowserTests(tally, { patterns, all }) {
  mkdirSync(join(root, 'tmp/test'), { recursive: true });
  rmSync(resultFile, { force: true });
  const none = patterns.length > 0 ? ['--pass-with-no-tests'] : [];
  const run = spawnSync(join(root, 'node_modules/.bin/playwright'), ['test', ...none, ...patterns], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, FORCE_COLOR: '0', ...(all ? { STOWBASE_TEST_ALL: '1' } : {}) },
  });
  const before = tally.failures.length;
  if (existsSync(resultFile))
    for (const suite of JSON.parse(readFileSync(resultFile, 'utf8')).suites) count(tally, suite);
  if (run.status !== 0 && tally.failures.length === before)
    tally.failures.push({
      title: 'browser tests',
      text: `Playwright ended with ${run.error?.message ?? run.signal ?? `exit code ${run.status}`}`,
    });
}

/** @param {import('./tally.mjs').Tally} tally @param {any} suite the shape of Playwright's JSON reporter */
function count(tally, suite) {
  for (const inner of suite.suites ?? []) count(tally, inner);
  for (const { title, file, tests } of suite.specs ?? []) {
    for (const { status, results } of tests) {
      const name = `browser ${file}: ${title}`;
      if (status === 'skipped') tally.skipped.push(name);
      else {
        tally.tests += 1;
        if (status === 'expected') tally.passed += 1;
        else tally.failures.push({ title: name, text: results.flatMap(messages).join('\n') });
      }
    }
  }
}

/** @param {{ errors?: { message?: string }[] }} result */
const messages = ({ errors }) => (errors ?? []).map(({ message }) => message ?? '');
