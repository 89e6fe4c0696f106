import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { generateIdentity } from './age/identities';
import { archiveFileName } from './identity';
import { openArchive } from './reader/open-archive';
import type { HandTarget } from './readme';
import {
  buildSmallArchive,
  bufferSource,
  handCommands,
  smallIdentity,
  smallMembers,
  type SmallArchiveOptions,
} from './testing';
import { hasTool } from './testing/tools';

const file = archiveFileName(smallIdentity);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stowbase-hand-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sqlOf = (...groups: string[]): string =>
  smallMembers
    .filter(({ spec }) => groups.includes(spec.group))
    .map(({ sql }) => sql.toString())
    .join('');

/** Runs README.txt's text exactly, with a psql that only notes what it was given. */
function runByHand(
  archive: Buffer,
  target: HandTarget,
  readme: string,
): { status: number | null; reached: string | null } {
  writeFileSync(join(folder, file), archive);
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'psql'), '#!/bin/sh\necho "$@" > ../reached\n');
  chmodSync(join(bin, 'psql'), 0o755);
  rmSync(join(folder, 'reached'), { force: true });
  writeFileSync(join(folder, 'restore.sh'), handCommands(readme, target));
  const env = { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const { status } = spawnSync('sh', ['restore.sh'], { cwd: folder, env, stdio: 'ignore' });
  const reached = join(folder, 'reached');
  return { status, reached: existsSync(reached) ? readFileSync(reached, 'utf8').trim() : null };
}

const forms: [string, SmallArchiveOptions, string[]][] = [
  ['zstd', {}, ['zstd']],
  ['gzip', { compression: { method: 'gzip', level: 6 } }, ['gzip']],
  ['zstd with age', { recipients: ['mine'] }, ['zstd', 'age']],
  ['gzip with age', { compression: { method: 'gzip', level: 1 }, recipients: ['mine'] }, ['gzip', 'age']],
];

describe.each(forms)('the commands that README.txt prints (%s; skipped without its tools)', (_, options, tools) => {
  const test = ['tar', 'sha256sum', ...tools].every(hasTool) ? it : it.skip;

  async function build(): Promise<{ archive: Buffer; readme: string }> {
    const { identity, recipient } = await generateIdentity();
    writeFileSync(join(folder, 'key.txt'), `${identity}\n`, { mode: 0o600 });
    const archive = await buildSmallArchive({
      ...options,
      recipients: options.recipients === undefined ? [] : [recipient],
    });
    return { archive, readme: await (await openArchive(bufferSource(archive))).readme() };
  }

  test.each<[HandTarget, string]>([
    ['supabase', sqlOf('sql')],
    ['plain', sqlOf('platform', 'sql')],
  ])('give psql the whole script for a %s target', async (target, sql) => {
    const { archive, readme } = await build();
    expect(runByHand(archive, target, readme)).toEqual({
      status: 0,
      reached: '-X --single-transaction -v ON_ERROR_STOP=1 -f restore.sql',
    });
    expect(readFileSync(join(folder, 'restore', 'restore.sql'), 'utf8')).toBe(sql);
    expect(statSync(join(folder, 'restore', 'END')).mode & 0o777).toBe(0o600);
  });

  test('never reach psql when the archive was cut at a member or changed (P-RESTORE-2)', async () => {
    const { archive, readme } = await build();
    const { manifest, size } = await openArchive(bufferSource(archive));
    const cuts = [...manifest.members.map(({ offset }) => offset - 512), size - 2048, size - 1536];
    for (const cut of cuts.slice(1)) {
      const result = runByHand(archive.subarray(0, cut), 'supabase', readme);
      rmSync(join(folder, 'restore'), { recursive: true, force: true });
      expect([cut, result.reached]).toEqual([cut, null]);
    }
    const changed = Buffer.from(archive);
    changed[manifest.members[3]!.offset + 10]! ^= 1;
    expect(runByHand(changed, 'supabase', readme).reached).toBeNull();
  }, 120_000);

  test('never reach psql in a folder with an older END (P-RESTORE-2)', async () => {
    const { archive, readme } = await build();
    const { size } = await openArchive(bufferSource(archive));
    mkdirSync(join(folder, 'restore'));
    writeFileSync(join(folder, 'restore', 'END'), archive.subarray(size - 1536, size - 1024));
    expect(runByHand(archive.subarray(0, size - 2048), 'supabase', readme).reached).toBeNull();
  });
});

describe('stock tools', () => {
  it('list an archive as private files of nobody, in order, at the time of the snapshot', async () => {
    writeFileSync(join(folder, file), await buildSmallArchive());
    const listing = execFileSync('tar', ['--utc', '-tvf', join(folder, file)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    for (const line of listing) expect(line).toMatch(/^-rw------- 0\/0 +\d+ 2026-08-01 02:03 /);
    expect(listing.map((line) => line.split(' ').at(-1))).toEqual([
      'README.txt',
      'platform/00000001-roles.sql.zst',
      'sql/00000002-schema.sql.zst',
      'sql/00000003-data-public.users.sql.zst',
      'sql/00000004-data-public.odd_name.sql.zst',
      'sql/00000005-schema_post.sql.zst',
      'optional/00000006-event_triggers.sql.zst',
      'contents.json',
      'SHA256SUMS',
      'manifest.json',
      'END',
    ]);
  });

  (hasTool('zstd') ? it : it.skip)(
    'see one zstd frame with its content size and checksum (skipped without zstd)',
    async () => {
      writeFileSync(join(folder, file), await buildSmallArchive());
      execFileSync('tar', ['-xf', file], { cwd: folder });
      const name = 'sql/00000003-data-public.users.sql.zst';
      const info = execFileSync('zstd', ['-lv', name], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
      expect(info).toMatch(/# Zstandard Frames: 1\b/);
      expect(info).toMatch(/Decompressed Size: 69 B/);
      expect(info).toMatch(/Check: XXH64/);
    },
  );
});
