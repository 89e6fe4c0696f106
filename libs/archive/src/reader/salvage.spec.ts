import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity } from '../age/identities';
import { buildSmallArchive, bufferSource, bufferStream, smallMembers } from '../testing';
import { extractArchive } from './extract';
import { openArchive } from './open-archive';
import { fileSource } from './range-source';
import { salvage } from './salvage';

let folder: string;
let target: string;
let archive: Buffer;

beforeAll(async () => {
  archive = await buildSmallArchive();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stowbase-extract-'));
  target = join(folder, 'out');
});
afterEach(() => rmSync(folder, { recursive: true }));

const sqlFiles = [
  'platform/00000001-roles.sql',
  'sql/00000002-schema.sql',
  'sql/00000003-data-public.users.sql',
  'sql/00000004-data-public.odd_name.sql',
  'sql/00000005-schema_post.sql',
  'optional/00000006-event_triggers.sql',
];

const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();

describe('extract', () => {
  it('writes plain SQL, README.txt and contents.json, for the owner only', async () => {
    const path = join(folder, 'a.tar');
    writeFileSync(path, archive);
    const opened = await openArchive(fileSource(path));
    const result = await extractArchive(opened, target);
    await opened.close();
    expect(filesIn(target)).toEqual(['README.txt', 'contents.json', ...sqlFiles].toSorted());
    expect(result).toEqual({
      files: 8,
      bytes: filesIn(target).reduce((sum, name) => sum + statSync(join(target, name)).size, 0),
    });
    sqlFiles.forEach((name, at) => expect(readFileSync(join(target, name), 'utf8')).toBe(smallMembers[at]!.sql));
    expect(statSync(target).mode & 0o777).toBe(0o700);
    for (const name of filesIn(target)) expect(statSync(join(target, name)).mode & 0o777).toBe(0o600);
  });

  it('opens an encrypted archive with its key only, and leaves nothing behind without it', async () => {
    const [mine, other] = [await generateIdentity(), await generateIdentity()];
    const source = bufferSource(await buildSmallArchive({ recipients: [mine.recipient] }));
    await expect(extractArchive(await openArchive(source), target)).rejects.toMatchObject({ kind: 'identity-needed' });
    await expect(
      extractArchive(await openArchive(source, { identity: [other.identity] }), target),
    ).rejects.toMatchObject({ kind: 'wrong-identity' });
    expect(readdirSync(folder)).toEqual([]);
    await extractArchive(await openArchive(source, { identity: [mine.identity] }), target);
    expect(readFileSync(join(target, 'sql/00000003-data.sql'), 'utf8')).toBe(smallMembers[2]!.sql);
    expect(JSON.parse(readFileSync(join(target, 'contents.json'), 'utf8'))).toMatchObject({
      project: { name: 'Shop' },
    });
  });

  it('refuses a folder that has anything in it', async () => {
    mkdirSync(target);
    writeFileSync(join(target, 'mine'), 'precious');
    const opened = await openArchive(bufferSource(archive));
    await expect(extractArchive(opened, target)).rejects.toMatchObject({ kind: 'target-not-empty' });
    expect(filesIn(target)).toEqual(['mine']);
  });

  it('stops at a damaged member, names it, and leaves the folder as it was', async () => {
    const { name, offset } = (await openArchive(bufferSource(archive))).members[2]!;
    const broken = Buffer.from(archive);
    broken[offset + 9]! ^= 1;
    mkdirSync(target);
    await expect(extractArchive(await openArchive(bufferSource(broken)), target)).rejects.toMatchObject({
      kind: 'damaged',
      code: 'ARCHIVE_DAMAGED',
      place: { member: name, table: 'public.users', start: offset },
    });
    expect(readdirSync(target)).toEqual([]);
  });
});

describe('salvage (P-ARCHIVE-3)', () => {
  it('writes everything of a whole archive, proven by its hashes', async () => {
    const report = await salvage(bufferSource(archive), target);
    expect(report).toMatchObject({ complete: true, backupId: '0197f3a2-5b1c-4d2e-8f00-112233445566', lost: [] });
    expect(report.written.every(({ provenBy }) => provenBy === 'hash')).toBe(true);
    expect(filesIn(target)).toEqual(['README.txt', 'contents.json', ...sqlFiles].toSorted());
  });

  it('writes all but the damaged member, whatever of it was damaged', async () => {
    const { name, offset } = (await openArchive(bufferSource(archive))).members[2]!;
    for (const at of [offset - 500, offset + 30]) {
      const broken = Buffer.from(archive);
      broken[at]! ^= 1;
      const out = join(folder, String(at));
      const report = await salvage(bufferStream(broken), out);
      expect(report.lost.map(({ member }) => member)).toEqual([name]);
      expect(filesIn(out)).toEqual(
        ['README.txt', 'contents.json', ...sqlFiles.filter((_, index) => index !== 2)].toSorted(),
      );
    }
  });

  it('writes what came whole before the cut, proven by its own checksum', async () => {
    const { members } = await openArchive(bufferSource(archive));
    for (const [index, cut] of [members[1]!.offset + 3, members[3]!.offset, members[4]!.offset - 512].entries()) {
      const out = join(folder, `cut-${index}`);
      const report = await salvage(bufferStream(archive.subarray(0, cut)), out);
      const whole = members.filter(({ offset, storedSize }) => offset + storedSize <= cut);
      expect(report).toMatchObject({ complete: false, backupId: null });
      expect(report.written.slice(1).map(({ member }) => member)).toEqual(whole.map(({ name }) => name));
      expect(report.written.every(({ provenBy }) => provenBy === 'checksum')).toBe(true);
    }
  });

  it('trusts no member of a cut archive whose own checksum fails', async () => {
    const { members } = await openArchive(bufferSource(archive));
    const broken = Buffer.from(archive.subarray(0, members[4]!.offset));
    broken[members[2]!.offset + members[2]!.storedSize - 20]! ^= 1;
    const report = await salvage(bufferStream(broken), target);
    expect(report.lost.map(({ member }) => member)).toContain(members[2]!.name);
  });

  it('writes an archive without its last blocks, proven by SHA256SUMS', async () => {
    const report = await salvage(bufferStream(archive.subarray(0, -2048)), target);
    expect(report).toMatchObject({ complete: false, lost: [] });
    expect(report.written.map(({ provenBy }) => provenBy)).toEqual(Array.from({ length: 8 }, () => 'hash'));
  });

  it('says what is missing when nothing can be had', async () => {
    const { recipient } = await generateIdentity();
    const encrypted = await buildSmallArchive({ recipients: [recipient] });
    await expect(salvage(bufferStream(encrypted), target)).rejects.toMatchObject({ kind: 'identity-needed' });
    const other = await generateIdentity();
    await expect(salvage(bufferStream(encrypted), target, { identity: [other.identity] })).rejects.toMatchObject({
      kind: 'wrong-identity',
    });
    await expect(salvage(bufferStream(archive.subarray(0, 700)), target)).rejects.toMatchObject({
      kind: 'not-complete',
    });
    await expect(salvage(bufferStream(Buffer.from('SELECT 1;')), target)).rejects.toMatchObject({ kind: 'not-ours' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
