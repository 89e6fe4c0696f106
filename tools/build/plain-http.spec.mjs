import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../stowbase.mjs');
/** Prints at the end which files of Node's own undici were read. */
const listing = `data:text/javascript,process.on('exit',()=>console.error(JSON.stringify(process.moduleLoadList.filter((m)=>m.includes('undici')))))`;

describe('a command that is started', () => {
  it('P-BUILD-3 does not read the copy of undici that is part of Node, which it never uses', () => {
    const run = spawnSync(process.execPath, ['--import', listing, program, 'backup', '--jobs', '0'], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    expect(run.stderr).toContain('[WRONG_USE]');
    expect(JSON.parse(run.stderr.trim().split('\n').at(-1))).toEqual([]);
  }, 60_000);
});
