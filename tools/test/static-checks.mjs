// The checks that need no test runner; each counts as one. Two run at a time.
import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const longestCheckMs = 10 * 60_000;

/** @typedef {{ title: string, command: string[], after?: string }} Check `after`: the title of one that must have ended before */

/**
 * Lint and types are asked for the whole workspace at once, which says the same as project by project (`nx run-many -t lint`): each library is
 * read once then. oxlint tells TypeScript's own errors too (.oxlintrc.json); what templates do to types, the build of the web app says. It uses
 * both cores where the other one is free, so it comes last.
 * @type {readonly Check[]}
 */
const checks = [
  // Import boundaries are judged by it; without it ESLint leaves that rule out and says so, which is a failure here.
  { title: 'the projects of the workspace', command: ['nx', 'show', 'projects'] },
  { title: 'format (npm run format mends it)', command: ['prettier', '--check', '--log-level=warn', '.'] },
  {
    title: 'build',
    command: ['nx', 'run-many', '-t', 'build', '--parallel=1', '--outputStyle=static'],
    after: 'the projects of the workspace',
  },
  {
    title: 'lint',
    command: ['eslint', 'apps', 'libs', 'tools', '--max-warnings=0'],
    after: 'the projects of the workspace',
  },
  { title: 'build of what tests start', command: ['node', 'tools/build/test-programs.mjs'], after: 'build' },
  { title: 'types, and lint that asks for them', command: ['oxlint', 'apps', 'libs'] },
];

/** @param {import('./tally.mjs').Tally} tally */
export function staticChecks(tally) {
  return inTwoLanes(checks, (check) => runCheck(tally, check));
}

/**
 * Does each one as soon as a lane is free and what it comes after has ended, in their order.
 * @template {{ title: string, after?: string }} One
 * @param {readonly One[]} all
 * @param {(one: One) => Promise<void>} run
 */
export async function inTwoLanes(all, run) {
  const left = [...all];
  const ended = new Set();
  /** @type {Map<One, Promise<void>>} */
  const running = new Map();
  while (left.length > 0 || running.size > 0) {
    const next = left.find(({ after }) => after === undefined || ended.has(after));
    if (next === undefined || running.size === 2) {
      if (running.size === 0) throw new Error(`Nothing ends before ${left.map(({ title }) => title).join(', ')}.`);
      await Promise.race(running.values());
      continue;
    }
    left.splice(left.indexOf(next), 1);
    running.set(
      next,
      run(next).finally(() => {
        running.delete(next);
        ended.add(next.title);
      }),
    );
  }
}

/** @param {import('./tally.mjs').Tally} tally @param {Check} check */
async function runCheck(tally, { title, command: [program = '', ...args] }) {
  const started = Date.now();
  const child = spawn(join(root, 'node_modules/.bin', program), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestCheckMs,
    env: { ...process.env, NX_TUI: 'false', FORCE_COLOR: '0' },
  });
  const ended = new Promise((resolve, reject) => child.once('close', (...how) => resolve(how)).once('error', reject));
  const [out, err, [code, signal]] = await Promise.all([buffer(child.stdout), buffer(child.stderr), ended]);
  const isSkipped = /The rule will be skipped/.test(`${out}${err}`);
  console.log(`${code === 0 && !isSkipped ? '✓' : '✗'} ${title} (${Math.round((Date.now() - started) / 1000)} s)`);
  if (code === 0 && !isSkipped) tally.passed += 1;
  else tally.failures.push({ title, text: `${out}\n${err}\nended with ${signal ?? `exit code ${code}`}` });
}
