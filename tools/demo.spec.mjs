import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const entry = join(import.meta.dirname, 'demo.mjs');

/** Started as `npm run demo -- …` does, by a person who is in `folder`. */
function demo(folder, args) {
  return spawnSync(process.execPath, [entry, ...args], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: '/nonexistent', npm_lifecycle_event: 'demo', INIT_CWD: folder },
  });
}

describe('npm run demo', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-demo-entry-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('hands its options over to stowbase demo when the machine is ready', () => {
    const { status, stdout, stderr } = demo(folder, ['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: stowbase demo \[options\]\n/);
  });

  it('takes a folder from where the person is, and refuses an unknown option', () => {
    const wanted = join(folder, 'nowhere/shop');
    const run = demo(folder, ['--keep', 'nowhere/shop']);
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 1, stdout: '' });
    expect(run.stderr).toContain(`the folder ${wanted}`);
    expect(demo(folder, ['--no-such']).status).toBe(2);
  });
});
