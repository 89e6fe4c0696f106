import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseIdentityFile } from '@stowbase/archive';
import { stowbase } from '../testing/built-cli';
import { containing, matching } from '../testing/matchers';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-key-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('stowbase keygen', () => {
  it('--out writes the private key for its owner only and prints the recipient alone', async () => {
    const run = await stowbase(['keygen', '--out', 'key.txt'], { cwd: folder });
    expect(run).toMatchObject({ code: 0, stdout: matching(/^age1[0-9a-z]{58}\n$/) });
    expect(run.stdout + run.stderr).not.toContain('AGE-SECRET-KEY');
    expect((await stat(join(folder, 'key.txt'))).mode & 0o777).toBe(0o600);
    const text = await readFile(join(folder, 'key.txt'), 'utf8');
    expect(parseIdentityFile(text)).toHaveLength(1);
    expect(text).toContain(`# public key: ${run.stdout}`);
  });

  it('never overwrites a key', async () => {
    await stowbase(['keygen', '--out', 'key.txt'], { cwd: folder });
    const first = await readFile(join(folder, 'key.txt'), 'utf8');
    const run = await stowbase(['keygen', '--out', 'key.txt'], { cwd: folder });
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: matching(/exists already.*\[OUTPUT_EXISTS\]\n$/),
    });
    expect(await readFile(join(folder, 'key.txt'), 'utf8')).toBe(first);
  });

  it('without --out prints a key file that can be used as it is', async () => {
    const run = await stowbase(['keygen'], { cwd: folder });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(parseIdentityFile(run.stdout)).toHaveLength(1);
  });

  it('says in words when there is no room or no folder', async () => {
    const missing = await stowbase(['keygen', '--out', 'no/key.txt'], { cwd: folder });
    expect(missing).toMatchObject({ code: 1, stderr: containing('[OUTPUT_NOT_WRITABLE]') });
    expect(missing.stderr).toMatch(/^[^\n]+\n$/);
  });
});
