// The checks that need no test runner; each counts as one.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const minutes = 60_000;

const checks = [
  { title: 'types', command: ['nx', 'run-many', '-t', 'typecheck', '--outputStyle=static'] },
  { title: 'lint', command: ['nx', 'run-many', '-t', 'lint', '--outputStyle=static'] },
  { title: 'format (npm run format mends it)', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { title: 'build', command: ['nx', 'run-many', '-t', 'build', '--outputStyle=static'] },
];

/** @param {import('./tally.mjs').Tally} tally */
export function staticChecks(tally) {
  for (const { title, command } of checks) {
    const started = Date.now();
    const run = spawnSync(join(root, 'node_modules/.bin', command[0] ?? ''), command.slice(1), {
      cwd: root,
      encoding: 'utf8',
      timeout: 10 * minutes,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NX_TUI: 'false', FORCE_COLOR: '0' },
    });
    const ok = run.status === 0;
    console.log(`${ok ? '✓' : '✗'} ${title} (${Math.round((Date.now() - started) / 1000)} s)`);
    if (ok) tally.passed += 1;
    else tally.failures.push({ title, text: `${run.stdout}\n${run.stderr}\n${run.error?.message ?? ''}` });
  }
}
