import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseIdentityFile } from './age/identities';
import { plainSqlName } from './members';
import { extractArchive } from './reader/extract';
import { openArchive } from './reader/open-archive';
import { fileSource } from './reader/range-source';
import { verifyStream } from './reader/stream';
import { goldenArchive, goldenForms, goldenVersions, smallMembers } from './testing';
import { hasTool } from './testing/tools';

const folder = new URL('./testing/fixtures/', import.meta.url).pathname;
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** They are never made again: what an old version wrote must stay readable for ever. */
describe('the first archives of version 0.1.0, made of six hand-written members', () => {
  it.each(['zstd', 'gzip', 'age'])('are read whole (%s)', async (form) => {
    const identity = parseIdentityFile(readFileSync(`${folder}0.1.0/key.txt`, 'utf8'));
    const archive = await openArchive(fileSource(`${folder}0.1.0/${form}.tar`), { identity });
    expect(await archive.verify(2)).toMatchObject({ ok: true, members: 8 });
    expect(await archive.contents()).toMatchObject({ project: { name: 'Shop' } });
    const texts = await Promise.all(archive.members.map(async ({ name }) => (await read(archive, name)).toString()));
    expect(texts).toEqual(smallMembers.map(({ sql }) => sql));
    await archive.close();
  });
});

it('there are golden archives, one folder a released version', () => {
  expect(goldenVersions).toContain('0.1.0');
});

describe.each(goldenVersions)('the golden archives of version %s', (version) => {
  describe.each(goldenForms)('%s', (form) => {
    const { file, identityFile, expected } = goldenArchive(version, form);
    const keys = identityFile === null ? {} : { identity: parseIdentityFile(readFileSync(identityFile, 'utf8')) };
    const sql = expected.members.filter(({ name }) => name !== 'README.txt' && !name.startsWith('contents.json'));
    let work: string;
    beforeEach(() => (work = mkdtempSync(join(tmpdir(), 'stowbase-golden-'))));
    afterEach(() => rmSync(work, { recursive: true }));

    it('P-FORMAT-1 give the same bytes for every member, and the same contents', async () => {
      const archive = await openArchive(fileSource(file), keys);
      const found = [];
      for (const { name } of archive.members) {
        const text = await read(archive, name);
        found.push({ name, rawSize: text.length, sha256: sha256(text) });
      }
      expect(found).toEqual(sql);
      expect(archive.manifest.members.map(({ name, rawSize }) => ({ name, rawSize }))).toEqual(
        expected.members.map(({ name, rawSize }) => ({ name, rawSize })),
      );
      expect(await archive.contents()).toEqual(expected.contents);
      expect(sha256(await archive.readme())).toBe(expected.members[0]?.sha256);
      await archive.close();
    });

    it('P-FORMAT-2 verify whole, opened and as a stream', async () => {
      const whole = { ok: true, damaged: [], members: expected.members.length, fileSha256: expected.fileSha256 };
      const archive = await openArchive(fileSource(file), keys);
      expect(await archive.verify(2)).toMatchObject({ ...whole, level: 2 });
      await archive.close();
      expect(await verifyStream(createReadStream(file), 2, keys)).toMatchObject({ ...whole, level: 2 });
      expect(await verifyStream(createReadStream(file), 1)).toMatchObject({ ...whole, level: 1 });
    });

    it('P-FORMAT-2 are written out as the same plain SQL', async () => {
      const archive = await openArchive(fileSource(file), keys);
      const out = join(work, 'out');
      expect(await extractArchive(archive, out)).toMatchObject({ files: sql.length + 2 });
      for (const { name, sha256: hash } of sql)
        expect([name, sha256(readFileSync(join(out, plainSqlName(name))))]).toEqual([name, hash]);
      expect(JSON.parse(readFileSync(join(out, 'contents.json'), 'utf8'))).toEqual(expected.contents);
      await archive.close();
    });

    const tools = ['tar', 'sha256sum', form === 'gzip' ? 'gzip' : 'zstd', ...(identityFile === null ? [] : ['age'])];
    const test = tools.every(hasTool) ? it : it.skip;
    test(`P-FORMAT-3 are read by ${tools.join(', ')} alone (skipped without them)`, () => {
      execFileSync('tar', ['-xf', file], { cwd: work });
      execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: work });
      for (const { name, sha256: hash } of expected.members)
        expect([name, sha256(byHand(join(work, name), identityFile))]).toEqual([name, hash]);
    });
  });
});

async function read(archive: Awaited<ReturnType<typeof openArchive>>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of archive.readMember(name)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A member's plain text, by public tools. */
function byHand(file: string, identityFile: string | null): Buffer {
  if (!file.endsWith('.age')) return unpacked(file, readFileSync(file));
  const opened = execFileSync('age', ['-d', '-i', identityFile ?? '', file]);
  return unpacked(file.slice(0, -'.age'.length), opened);
}

function unpacked(name: string, input: Buffer): Buffer {
  if (name.endsWith('.zst')) return execFileSync('zstd', ['-dc'], { input });
  return name.endsWith('.gz') ? execFileSync('gzip', ['-dc'], { input }) : input;
}
