// Every Jest project in one run, its outcome read from Jest's own result file.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { conformanceLine } from './conformance-line.mjs';

const root = join(import.meta.dirname, '../..');
const resultFile = join(root, 'tmp/test/jest.json');
const longestRunMs = 60 * 60_000;
const longestTestMs = 120_000;
const workerMemory = '1200MB';

/**
 * @param {import('./tally.mjs').Tally} tally
 * @param {{ patterns: string[], all: boolean, built: boolean, clientDir: string | null, cephRoot: string | null }} o `all` asks for the long forms
 *   (STOWBASE_TEST_ALL=1); `built`: everything in dist/ is of these sources (STOWBASE_TEST_BUILT=1)
 */
export function runJest(tally, { patterns, all, built, clientDir, cephRoot }) {
  mkdirSync(join(root, 'tmp/test'), { recursive: true });
  rmSync(resultFile, { force: true });
  const args = [
    '--projects',
    ...projects(),
    '--json',
    `--outputFile=${resultFile}`,
    '--maxWorkers=2',
    `--testSequencer=${join(import.meta.dirname, 'in-turn.cjs')}`,
    // A worker keeps what specs share (kept-modules.cjs), and V8 frees no native ES module: one that has grown far beyond that is replaced.
    `--workerIdleMemoryLimit=${workerMemory}`,
    `--testTimeout=${longestTestMs}`,
  ];
  if (patterns.length > 0) args.push('--testPathPatterns', ...patterns);
  const run = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
    env: {
      ...process.env,
      NODE_OPTIONS:
        `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --no-warnings=ExperimentalWarning`.trim(),
      ...(all ? { STOWBASE_TEST_ALL: '1' } : {}),
      ...(built ? { STOWBASE_TEST_BUILT: '1' } : {}),
      ...(clientDir === null ? {} : { STOWBASE_TEST_CLIENT_DIRS: clientDir }),
      ...(cephRoot === null ? {} : { STOWBASE_TEST_CEPH_ROOT: cephRoot }),
    },
  });
  if (existsSync(resultFile)) {
    const result = JSON.parse(readFileSync(resultFile, 'utf8'));
    count(tally, result);
    tally.remarks.push(...[conformanceLine(result)].filter((line) => line !== null));
  }
  const explained = tally.failures.some((f) => f.title.startsWith('jest'));
  if (tally.tests === 0) tally.failures.push({ title: 'jest', text: `no test ran (${howItEnded(run)})` });
  else if (run.status !== 0 && !explained)
    tally.failures.push({ title: 'jest', text: `Jest ended with ${howItEnded(run)}` });
}

/** @param {import('node:child_process').SpawnSyncReturns<Buffer>} run */
function howItEnded(run) {
  return run.error?.message ?? run.signal ?? `exit code ${run.status}`;
}

function projects() {
  return ['libs', 'apps', '.']
    .flatMap((group) => (group === '.' ? ['tools'] : readdirSync(join(root, group)).map((name) => join(group, name))))
    .filter((folder) => existsSync(join(root, folder, 'jest.config.mjs')));
}

/** @param {import('./tally.mjs').Tally} tally @param {any} result the shape of Jest's --json */
function count(tally, result) {
  for (const suite of result.testResults) {
    const file = relative(root, suite.name);
    for (const test of suite.assertionResults) {
      const title = `jest ${file}: ${test.fullName}`;
      if (test.status === 'passed') tally.passed += 1;
      else if (test.status === 'failed') tally.failures.push({ title, text: test.failureMessages.join('\n') });
      else tally.skipped.push(title);
      if (test.status === 'passed' || test.status === 'failed') tally.tests += 1;
    }
    if (
      suite.status === 'failed' &&
      suite.assertionResults.every((/** @type {{ status: string }} */ t) => t.status !== 'failed')
    ) {
      tally.failures.push({ title: `jest ${file}`, text: suite.message });
    }
  }
}
