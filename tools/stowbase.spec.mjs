import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Runs the entry as if this Node were version 20. */
function asOldNode(entry, args, options = {}) {
  const old =
    "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.2'}});Object.defineProperty(process,'version',{value:'v20.19.2'})";
  return spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(old)}`, entry, ...args], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
    ...options,
  });
}

describe('tools/stowbase.mjs', () => {
  it('started by an older Node hands over to the Node 24 that npm installed', () => {
    const run = asOldNode(join(root, 'tools/stowbase.mjs'), ['--version']);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(run.status).toBe(0);
  });

  it('hands on arguments, output and exit code', () => {
    const run = asOldNode(join(root, 'tools/stowbase.mjs'), ['verify', 'no such file.tar']);
    expect(run.stderr).toMatch(/no such file\.tar doesn't exist/);
    expect(run.status).toBe(1);
    expect(asOldNode(join(root, 'tools/stowbase.mjs'), ['verify']).status).toBe(2);
  });

  it('says what to do where neither Node 24 nor the packages are', () => {
    const bare = mkdtempSync(join(tmpdir(), 'stowbase-bare-'));
    try {
      mkdirSync(join(bare, 'tools'));
      copyFileSync(join(root, 'tools/stowbase.mjs'), join(bare, 'tools/stowbase.mjs'));
      cpSync(join(root, 'tools/start'), join(bare, 'tools/start'), { recursive: true });
      writeFileSync(join(bare, 'package.json'), '{"type":"module"}');
      const run = asOldNode(join(bare, 'tools/stowbase.mjs'), ['--version']);
      expect(run.stderr).toMatch(
        /^Stowbase needs Node 24 or newer \(this is v20\.19\.2\)\. Run "npm ci" .*\[NODE_TOO_OLD\]\n$/,
      );
      expect(run.status).toBe(1);
      const current = spawnSync(process.execPath, [join(bare, 'tools/stowbase.mjs')], { encoding: 'utf8' });
      expect(current.stderr).toMatch(/^Stowbase is not built yet .*\[NOT_INSTALLED\]\n$/);
    } finally {
      rmSync(bare, { recursive: true, force: true });
    }
  });
});
