// The checks that need no test runner; each counts as one. They run in two lanes, side by side.
import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const longestCheckMs = 10 * 60_000;

/**
 * Lint and types are asked for the whole workspace at once, which says the same as project by project (`nx run-many -t lint`): each library is
 * read once then. oxlint tells TypeScript's own errors too (.oxlintrc.json); what templates do to types, the build of the web app says.
 * @type {{ title: string, command: string[] }[][]} lanes
 */
const lanes = [
  [
    { title: 'types, and lint that asks for them', command: ['oxlint', 'apps', 'libs'] },
    // Import boundaries are judged by it; without it ESLint leaves that rule out and says so, which is a failure here.
    { title: 'the projects of the workspace', command: ['nx', 'show', 'projects'] },
    { title: 'lint', command: ['eslint', 'apps', 'libs', 'tools', '--max-warnings=0'] },
    { title: 'format (npm run format mends it)', command: ['prettier', '--check', '--log-level=warn', '.'] },
  ],
  [
    { title: 'build', command: ['nx', 'run-many', '-t', 'build', '--parallel=1', '--outputStyle=static'] },
    { title: 'build of what tests start', command: ['node', 'tools/build/test-programs.mjs'] },
  ],
];

/** @param {import('./tally.mjs').Tally} tally */
export async function staticChecks(tally) {
  await Promise.all(
    lanes.map(async (checks) => {
      for (const check of checks) await runCheck(tally, check);
    }),
  );
}

/** @param {import('./tally.mjs').Tally} tally @param {{ title: string, command: string[] }} check */
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
