import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSmallArchive } from '@stowbase/archive/testing';
import { startFauxqs, type S3Server } from '@stowbase/storage/testing';
import { stowbase, type CliRun } from '../testing/built-cli';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { containing, matching } from '../testing/matchers';

let server: S3Server;
let folder: string;
let whole: Buffer;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startFauxqs();
  folder = await mkdtemp(join(tmpdir(), 'stowbase-at-'));
  whole = await buildSmallArchive();
  await mkdir(join(folder, 'backups'));
  await mkdir(join(folder, 'out'));
  await writeFile(join(folder, 'whole.tar'), whole);
  await writeFile(join(folder, 's3:odd.tar'), whole);
  await writeFile(join(folder, 'cut.tar'), whole.subarray(0, whole.length - 2048));
  await writeFile(join(folder, 'flipped.tar'), flipped(whole, 'data-public.users'));
  const secretFile = join(folder, 'secret.txt');
  await writeFile(secretFile, `${server.secretAccessKey}\n`, { mode: 0o600 });
  env = {
    S3_ENDPOINT: server.endpoint,
    S3_BUCKET: await server.freshBucket(),
    S3_PREFIX: 'team-a',
    S3_ACCESS_KEY_ID: server.accessKeyId,
    S3_SECRET_ACCESS_KEY_FILE: secretFile,
    STOWBASE_STATE_DIR: join(folder, 'state'),
  };
}, 60_000);
afterAll(async () => {
  await server.stop();
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

const run = (...args: string[]): Promise<CliRun> => stowbase(args, { cwd: folder, env });
const json = ({ stdout }: CliRun): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
const keysAt = async (place: string): Promise<string[]> =>
  (json(await run('list', place, '--json'))['objects'] as { key: string }[]).map(({ key }) => key);
/** Something that isn't an archive, or not a whole one, as somebody else put it there. */
async function put(name: string, key: string): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const Body = await readFile(join(folder, name));
  await server.client.send(new PutObjectCommand({ Bucket: env['S3_BUCKET'], Key: `team-a/${key}`, Body }));
}

describe('P-CLI-33 stowbase copy', () => {
  it('brings an archive from a file to a bucket, to a folder and back, byte for byte', async () => {
    const up = await run('copy', 'whole.tar', 's3:a/', '--json');
    expect(up).toMatchObject({ code: 0, stderr: '' });
    expect(differences(await describedShape('copy --json'), shapeOf(json(up)))).toEqual([]);
    expect(json(up)).toMatchObject({ from: 'whole.tar', file: 's3:a/whole.tar', sizeBytes: whole.length });
    expect(await run('copy', 's3:a/whole.tar', 'local_mapped:b/other.tar')).toMatchObject({ code: 0 });
    const down = await run('copy', 'local_mapped:b/other.tar', 'out');
    expect(down).toMatchObject({ code: 0, stdout: containing(`File     ${join(folder, 'out/other.tar')}`) });
    expect(await readFile(join(folder, 'out/other.tar'))).toEqual(whole);
    expect(await run('copy', './s3:odd.tar', 's3:odd.tar')).toMatchObject({ code: 0 });
  });

  it.each([
    ['flipped.tar', /damaged in 1 member, so it was not copied/],
    ['cut.tar', /not a complete backup/],
  ])('copies nothing of a damaged archive (%s), from here or from there', async (name, line) => {
    await put(name, `bad/${name}`);
    for (const [from, to] of [
      [name, 's3:copied.tar'],
      [name, 'out/copied.tar'],
      [`s3:bad/${name}`, 'local_mapped:copied.tar'],
    ] as const) {
      expect(await run('copy', from, to)).toMatchObject({ code: 4, stdout: '', stderr: matching(line) });
    }
    expect(await keysAt('s3:copied')).toEqual([]);
    expect(await server.openUploads(env['S3_BUCKET']!)).toEqual([]);
    expect((await readdir(folder, { recursive: true })).filter((one) => /copied|partial|\.json$/.test(one))).toEqual(
      [],
    );
  });

  it('overwrites neither a key nor a file', async () => {
    await run('copy', 'whole.tar', 's3:taken.tar');
    expect(await run('copy', 'whole.tar', 's3:taken.tar')).toMatchObject({
      code: 2,
      stderr: containing('[OUTPUT_EXISTS]'),
    });
    expect(await run('copy', 's3:taken.tar', 'cut.tar')).toMatchObject({
      code: 1,
      stderr: containing('[OUTPUT_EXISTS]'),
    });
    expect((await readFile(join(folder, 'cut.tar'))).length).toBe(whole.length - 2048);
  });
});

describe('P-CLI-34 an archive in a bucket', () => {
  beforeAll(async () => {
    await put('whole.tar', 'read/whole.tar');
    await put('flipped.tar', 'read/flipped.tar');
    await put('cut.tar', 'read/cut.tar');
  });

  it('is inspected, verified and extracted like a file', async () => {
    for (const args of [
      ['inspect', '--contents'],
      ['verify', '--deep'],
    ]) {
      const [command = '', ...flags] = args;
      const [here, there] = [
        await run(command, 'whole.tar', ...flags),
        await run(command, 's3:read/whole.tar', ...flags),
      ];
      expect(there).toEqual(here);
      expect(here.code).toBe(0);
    }
    const extracted = await run('extract', 's3:read/whole.tar', '--to', 'plain', '--json');
    expect(extracted).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(join(folder, 'plain'))).toContain('contents.json');
  });

  it('that is damaged is named as a file is, and salvaged as far as it goes', async () => {
    const verified = await run('verify', 's3:read/flipped.tar', '--json');
    expect(verified.code).toBe(4);
    expect(json(verified)).toMatchObject({ file: 's3:read/flipped.tar', damaged: [{ table: 'public.users' }] });
    expect(await run('inspect', 's3:read/cut.tar')).toMatchObject({
      code: 4,
      stderr: containing('[ARCHIVE_NOT_COMPLETE]'),
    });
    const salvaged = await run('extract', 's3:read/cut.tar', '--to', 'rescued', '--salvage', '--json');
    expect(salvaged.code).toBe(4);
    expect(json(salvaged)).toMatchObject({ salvaged: true, complete: false });
  });

  it('that is not there, or not to be read with this key or at this address, is said in words', async () => {
    expect(await run('verify', 's3:read/none.tar')).toMatchObject({
      code: 1,
      stderr: containing('[STORAGE_NOT_FOUND]'),
    });
    const nobody = await stowbase(['verify', 's3:read/whole.tar'], {
      cwd: folder,
      env: { ...env, S3_BUCKET: 'nobodys-bucket' },
    });
    expect(nobody.code).not.toBe(0);
    expect(nobody.stderr).toMatch(/^[^\n]*nobodys-bucket[^\n]* \[STORAGE_[A-Z_]+\]\n$/);
  });
});

describe('P-CLI-35 stowbase list and stowbase destinations', () => {
  it('list what is there, below a beginning of keys', async () => {
    for (const key of ['list/b.tar', 'list/a.tar', 'list-2/c.tar']) await put('whole.tar', key);
    const all = await run('list', 's3:list/', '--json');
    expect(all).toMatchObject({ code: 0, stderr: '' });
    expect(differences(await describedShape('list --json'), shapeOf(json(all)))).toEqual([]);
    expect(json(all)).toMatchObject({ prefix: 'list/', totalBytes: 2 * whole.length });
    expect(await keysAt('s3:list')).toEqual(['list-2/c.tar', 'list/a.tar', 'list/b.tar']);
    expect((await run('list', 's3:list/')).stdout).toMatch(
      /^2 objects, .* at s3:list\/:\n.* UTC {2}s3:list\/a\.tar\n.*s3:list\/b\.tar\n$/,
    );
    expect((await run('list', 's3:nothing')).stdout).toBe('Nothing lies at s3:nothing (keys that begin so).\n');
  });

  it('say what the environment defines, without its secrets', async () => {
    const { code, stdout } = await run('destinations', 'list', '--json');
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as {
      destinations: { destination: string; defined: boolean; ready: boolean; settings: object[] }[];
    };
    expect(differences(await describedShape('destinations list --json'), shapeOf(document))).toEqual([]);
    expect(document.destinations.find(({ destination }) => destination === 's3:')).toMatchObject({
      ...{ defined: true, ready: true },
      settings: expect.arrayContaining([
        { variable: 'S3_BUCKET', from: 'S3_BUCKET', value: env['S3_BUCKET'], secret: false, required: true },
        expect.objectContaining({ from: 'S3_SECRET_ACCESS_KEY_FILE', value: null, secret: true }),
      ]) as object[],
    });
    // A wrong value isn't shown either: this one holds a password.
    const wrong = { ...env, NEXTCLOUD_URL: 'https://me:c4nary@cloud.example.org' };
    for (const flags of [[], ['--json']]) {
      const shown = await stowbase(['destinations', 'list', ...flags], { cwd: folder, env: wrong });
      expect(shown.stdout).toMatch(/NEXTCLOUD_URL: .*must not hold a user name or password/);
      expect(shown.stdout + shown.stderr).not.toContain('c4nary');
    }
    const text = (await run('destinations', 'list')).stdout;
    expect(text).toMatch(/^s3: {2}.*\n( {2}S3_.*\n)* {2}S3_SECRET_ACCESS_KEY_FILE +set$/m);
    expect(text).toMatch(
      /^nextcloud: .*; nothing is set, needs NEXTCLOUD_URL, NEXTCLOUD_USERNAME, NEXTCLOUD_PASSWORD$/m,
    );
  });

  it('test one check by check, leave nothing, and fail with what to do', async () => {
    const before = await keysAt('s3:');
    const good = await run('destinations', 'test', 'local_mapped', '--json');
    expect(good.code).toBe(0);
    expect(differences(await describedShape('destinations test --json'), shapeOf(json(good)))).toEqual([]);
    const bad = await stowbase(['destinations', 'test', 's3'], {
      cwd: folder,
      env: { ...env, S3_ENDPOINT: 'http://127.0.0.1:1' },
    });
    expect(bad).toMatchObject({ code: 1, stdout: matching(/^s3: can't be used: \d+ of \d+ checks failed\.\n\n✕ /) });
    expect(bad.stdout).toContain('127.0.0.1:1');
    const s3 = await run('destinations', 'test', 's3');
    expect(s3.stdout).toMatch(/^✓ Reads a part of it: /m);
    expect(await keysAt('s3:')).toEqual(before);
  });
});
