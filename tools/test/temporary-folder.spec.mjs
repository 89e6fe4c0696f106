import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeTemporaryFolder } from './temporary-folder.mjs';

const memory = '/dev/shm';
const plenty = 100e9;
/** Whether this machine can show it: Linux with room for tests in memory. */
const hasMemory = () => {
  if (!existsSync(memory)) return false;
  const { type, bavail, bsize } = statfsSync(memory);
  return type === 0x01021994 && bavail * bsize > 7e9;
};

describe('the folder for what tests write', () => {
  it('lies on disk where memory is short, or where none is mounted', () => {
    for (const given of [
      { freeMemory: 1e9 },
      { parent: import.meta.dirname, freeMemory: plenty },
      { parent: '/nowhere' },
    ]) {
      const { folder, remove } = makeTemporaryFolder(given);
      expect(dirname(folder)).toBe(tmpdir());
      remove();
      expect(existsSync(folder)).toBe(false);
    }
  });

  (hasMemory() ? it : it.skip)('lies in memory where there is room, and every user can write there', () => {
    const { folder, remove } = makeTemporaryFolder({ freeMemory: plenty });
    expect(dirname(folder)).toBe(memory);
    expect(statSync(folder).mode & 0o7777).toBe(0o1777);
    remove();
    expect(existsSync(folder)).toBe(false);
  });

  (hasMemory() ? it : it.skip)('gives back the memory of a run that was killed, and of no other', () => {
    const parent = mkdtempSync(join(memory, 'stowbase-sweep-'));
    try {
      const { pid: ended } = spawnSync(process.execPath, ['-e', '0']);
      const [left, used] = [ended, process.pid].map((pid) => join(parent, `stowbase-test-${pid}-abc`));
      for (const folder of [left, used]) mkdirSync(folder);
      makeTemporaryFolder({ parent, freeMemory: plenty });
      expect([existsSync(left), existsSync(used)]).toEqual([false, true]);
    } finally {
      rmSync(parent, { recursive: true });
    }
  });
});
