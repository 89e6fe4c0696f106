import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity } from '@stowbase/archive';
import { buildSmallArchive } from '@stowbase/archive/testing';
import { stowbase } from './testing/built-cli';
import { describedShape, differences, shapeOf } from './testing/document-shape';
import { containing, matching } from './testing/matchers';

let folder: string;
let whole: Buffer;
let sealed: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-archive-'));
  const [mine, other] = [await generateIdentity(), await generateIdentity()];
  const limits = [{ id: 'login_passwords', objects: ['app'] }];
  const warnings = [{ code: 'CLIENT_OUTDATED', text: 'pg_dump 15.8 misses security fixes.' }];
  whole = await buildSmallArchive({ contents: { limits, warnings } });
  sealed = await buildSmallArchive({ recipients: [mine.recipient] });
  await writeFile(join(folder, 'whole.tar'), whole);
  await writeFile(join(folder, 'sealed.tar'), sealed);
  await writeFile(join(folder, 'cut.tar'), whole.subarray(0, whole.length - 2048));
  await writeFile(join(folder, 'flipped.tar'), flipped(whole, 'data-public.users'));
  await writeFile(join(folder, 'picture.tar'), Buffer.alloc(4096, 7));
  await writeFile(join(folder, 'key.txt'), `# mine\n${mine.identity}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'other.txt'), other.identity, { mode: 0o600 });
  await writeFile(join(folder, 'public.txt'), mine.recipient, { mode: 0o644 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** One bit of a member's stored bytes turned round. */
function flipped(archive: Buffer, member: string): Buffer {
  const header = archive.indexOf(member);
  const copy = Buffer.from(archive);
  const at = header - (header % 512) + 512 + 20;
  copy[at] = copy[at]! ^ 1;
  return copy;
}

const run = (...args: string[]) => stowbase(args, { cwd: folder });
const piped = (stdin: Buffer, ...args: string[]) => stowbase(args, { cwd: folder, stdin });
const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe('stowbase inspect', () => {
  it('says what an archive is, what is inside and what is not', async () => {
    const { code, stdout, stderr } = await run('inspect', 'whole.tar');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Shop (abcdefghijklmnopqrst)');
    expect(stdout).toMatch(/Rows of tables +4 +saved/);
    expect(stdout).toContain(`ALTER ROLE "app" PASSWORD '…';`);
    expect(stdout).not.toContain('odd name');
  });

  it('--contents lists every table', async () => {
    const { stdout } = await run('inspect', 'whole.tar', '--contents');
    expect(stdout).toMatch(/public\.odd name +2 rows/);
  });

  it('P-CLI-2 --json has the shape written down in docs/cli.md, from a file and from a pipe', async () => {
    const described = await describedShape('inspect --json');
    for (const { stdout } of [
      await run('inspect', 'whole.tar', '--json', '--contents'),
      await piped(whole, 'inspect', '-', '--json', '--contents'),
    ]) {
      expect(differences(described, shapeOf(json(stdout)))).toEqual([]);
      expect(json(stdout)['archive']).toMatchObject({ sizeBytes: whole.length, encrypted: false });
    }
  });

  it('shows an encrypted archive as far as it goes, and all of it with the key', async () => {
    const without = await run('inspect', 'sealed.tar');
    expect(without.code).toBe(0);
    expect(without.stdout).toContain('--identity KEYFILE');
    expect(without.stdout).not.toContain('Rows of tables');
    expect((await run('inspect', 'sealed.tar', '--identity', 'key.txt')).stdout).toContain('Rows of tables');
    expect(json((await piped(sealed, 'inspect', '-', '--json')).stdout)).toMatchObject({ contents: null });
  });
});

describe('stowbase verify', () => {
  it('says that a whole archive is whole, from a file and from a pipe', async () => {
    expect(await run('verify', 'whole.tar')).toMatchObject({
      code: 0,
      stdout: matching(/^Whole: .*every hash is right\.\nSHA-256 {2}[0-9a-f]{64}\n$/),
    });
    expect(await piped(whole, 'verify', '-', '--deep')).toMatchObject({
      code: 0,
      stdout: matching(/^Whole: .*decoded/),
    });
    expect((await piped(sealed, 'verify', '-')).code).toBe(0);
    expect((await run('verify', 'sealed.tar', '--deep', '--identity', 'key.txt')).code).toBe(0);
  });

  it('names the member and the table that are damaged, exit code 4', async () => {
    for (const { code, stdout } of [
      await run('verify', 'flipped.tar'),
      await piped(flipped(whole, 'data-public.users'), 'verify', '-'),
    ]) {
      expect(code).toBe(4);
      expect(stdout).toMatch(
        /^Damaged: 1 member of .*\n {2}sql\/\d{8}-data-public\.users\.sql\.zst \(table public\.users\), bytes \d+ to \d+: /,
      );
    }
  });

  it('P-CLI-2 --json has the shape written down in docs/cli.md', async () => {
    const { stdout, code } = await run('verify', 'flipped.tar', '--json');
    expect(code).toBe(4);
    expect(differences(await describedShape('verify --json'), shapeOf(json(stdout)))).toEqual([]);
  });

  it.each([
    ['a cut archive', 'cut.tar', 'ARCHIVE_NOT_COMPLETE'],
    ['a file that is something else', 'picture.tar', 'ARCHIVE_NOT_'],
  ])('%s: exit code 4 and the reason, for every command that reads one', async (_title, file, code) => {
    for (const args of [
      ['verify', file],
      ['inspect', file],
      ['extract', file, '--to', 'never'],
    ]) {
      const result = await run(...args);
      expect(result).toMatchObject({ code: 4, stdout: '', stderr: containing(`[${code}`) });
    }
    expect(await readdir(folder)).not.toContain('never');
  });
});

describe('a key that does not fit', () => {
  it('a wrong one, the public one and none each have their own sentence', async () => {
    expect(await run('verify', 'sealed.tar', '--deep', '--identity', 'other.txt')).toMatchObject({
      code: 1,
      stderr: containing('[WRONG_IDENTITY]'),
    });
    expect(await run('verify', 'sealed.tar', '--deep', '--identity', 'public.txt')).toMatchObject({
      code: 1,
      stderr: containing('[INVALID_IDENTITY]'),
    });
    expect(await run('verify', 'sealed.tar', '--deep')).toMatchObject({
      code: 1,
      stderr: containing('[IDENTITY_NEEDED]'),
    });
    expect(await run('verify', 'sealed.tar', '--deep', '--identity', 'no.txt')).toMatchObject({
      code: 1,
      stderr: containing('[FILE_NOT_READABLE]'),
    });
  });
});

describe('a file that is not there', () => {
  it.each(['inspect', 'verify'])('%s says so in one line, and --json in one document', async (command) => {
    expect(await run(command, 'no.tar')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: matching(/^The archive no\.tar doesn't exist\. [^\n]*\[FILE_NOT_READABLE\]\n$/),
    });
    const { stdout } = await run(command, 'no.tar', '--json');
    expect(differences(await describedShape('Failure'), shapeOf(json(stdout)))).toEqual([]);
  });
});

describe('stowbase extract', () => {
  it('writes plain SQL files in restore order, for their owner only', async () => {
    const { code, stdout } = await run('extract', 'whole.tar', '--to', 'plain', '--json');
    expect(code).toBe(0);
    expect(differences(await describedShape('extract --json'), shapeOf(json(stdout)))).toEqual([]);
    const files = (await readdir(join(folder, 'plain/sql'))).sort();
    expect(files.every((name) => name.endsWith('.sql'))).toBe(true);
    expect(
      await readFile(
        join(
          folder,
          'plain/sql',
          files.find((name) => name.includes('users'))!,
        ),
        'utf8',
      ),
    ).toContain('1\tAnna');
    expect((await stat(join(folder, 'plain/sql', files[0]!))).mode & 0o777).toBe(0o600);
  });

  it('opens an encrypted archive with its key', async () => {
    expect((await run('extract', 'sealed.tar', '--to', 'opened', '--identity', 'key.txt')).code).toBe(0);
    expect(await readdir(join(folder, 'opened/sql'))).not.toEqual([]);
  });

  it('refuses a folder that holds something', async () => {
    await mkdir(join(folder, 'full'));
    await writeFile(join(folder, 'full/mine.txt'), 'mine');
    expect(await run('extract', 'whole.tar', '--to', 'full')).toMatchObject({
      code: 1,
      stderr: containing('[TARGET_NOT_EMPTY]'),
    });
    expect(await readdir(join(folder, 'full'))).toEqual(['mine.txt']);
  });

  it.each(['flipped.tar', 'cut.tar'])(
    '--salvage of %s writes what still checks and ends with exit code 4',
    async (file) => {
      const { code, stdout } = await run('extract', file, '--to', `rescued-${file}`, '--salvage', '--json');
      expect(code).toBe(4);
      expect(differences(await describedShape('extract --salvage --json'), shapeOf(json(stdout)))).toEqual([]);
      expect(await readdir(join(folder, `rescued-${file}`))).not.toEqual([]);
    },
  );

  it('--salvage says in words what was lost', async () => {
    const { stdout } = await run('extract', 'flipped.tar', '--to', 'rescued', '--salvage');
    expect(stdout).toMatch(/public\.users/);
    expect(stdout).toContain('not a backup');
  });
});

describe('a reader that has seen enough', () => {
  it('is no error: stowbase inspect … | head -1', async () => {
    const { startStowbase, finished } = await import('./testing/built-cli');
    const child = startStowbase(['inspect', 'whole.tar'], { cwd: folder });
    child.stdout?.destroy();
    const { code, stderr } = await finished(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('a full disk behind standard output is one', async () => {
    const { open } = await import('node:fs/promises');
    const full = await open('/dev/full', 'w');
    const result = await stowbase(['inspect', 'whole.tar'], { cwd: folder, stdio: ['ignore', full.fd, 'pipe'] });
    await full.close();
    expect(result).toMatchObject({ code: 1, stderr: containing('[RESULT_NOT_WRITTEN]') });
  });
});
