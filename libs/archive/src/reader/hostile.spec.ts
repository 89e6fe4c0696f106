import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import type { ManifestMember, Manifest } from '../manifest';
import { blockBytes } from '../tar';
import { buildSmallArchive, bufferSource, bufferStream, forgeArchive, type ForgedMember } from '../testing';
import { openArchive } from './open-archive';
import { extractArchive } from './extract';
import { verifyStream } from './stream';

const schema = (sql = 'SELECT 1;\n', number = 1): ForgedMember => ({
  name: `sql/${String(number).padStart(8, '0')}-schema.sql.zst`,
  stored: zstdCompressSync(sql),
  rawSize: Buffer.byteLength(sql),
});

async function kindsOf(bytes: Buffer, level: 1 | 2 = 1): Promise<string[]> {
  const outcomes = [
    verifyStream(bufferStream(bytes), level),
    openArchive(bufferSource(bytes)).then((archive) => archive.verify(level)),
  ].map((work) =>
    work.then(
      ({ ok }) => (ok ? 'ok' : 'damaged'),
      (cause: unknown) => (cause as { kind: string }).kind,
    ),
  );
  return [...new Set(await Promise.all(outcomes))];
}

const changed = (index: number, change: Partial<ManifestMember>) => (manifest: Manifest) => ({
  ...manifest,
  members: manifest.members.map((member, at) => (at === index ? { ...member, ...change } : member)),
});

describe('H39: files that are no archive', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-hostile-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['plain SQL', Buffer.from('\\! rm -rf /\n'.repeat(400))],
    ['a custom-format dump', Buffer.concat([Buffer.from('PGDMP\x01\x0e'), Buffer.alloc(4096, 7)])],
    ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(4092, 1)])],
    ['zeros', Buffer.alloc(4096)],
  ])('%s is not ours', async (_, bytes) => {
    expect(await kindsOf(bytes)).toEqual(['not-ours']);
  });

  it('an empty file is not complete', async () => {
    expect(await kindsOf(Buffer.alloc(0))).toEqual(['not-complete']);
  });

  it("another program's tar is not ours", async () => {
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'in', 'a.sql'), 'SELECT 1;\n');
    execFileSync('tar', ['-cf', join(folder, 'x.tar'), '-C', join(folder, 'in'), 'a.sql']);
    const bytes = readFileSync(join(folder, 'x.tar'));
    await expect(verifyStream(bufferStream(bytes), 1)).rejects.toMatchObject({ kind: 'not-ours' });
  });

  it('an archive packed again by tar is refused, even with a fitting list', async () => {
    writeFileSync(join(folder, 'a.tar'), await buildSmallArchive());
    mkdirSync(join(folder, 'in'));
    execFileSync('tar', ['-xf', join(folder, 'a.tar'), '-C', join(folder, 'in')]);
    const names = execFileSync('tar', ['-tf', join(folder, 'a.tar')], { encoding: 'utf8' })
      .trim()
      .split('\n');
    execFileSync('tar', ['-cf', join(folder, 'b.tar'), '-C', join(folder, 'in'), ...names]);
    expect(await kindsOf(readFileSync(join(folder, 'b.tar')))).toEqual(['not-complete']);
  });
});

describe('H39: entry names are data, never paths', () => {
  it.each([
    '../evil.sql',
    '/etc/passwd',
    'sql/../../evil.sql',
    'sql/00000001-schema.sql',
    'sql/1-schema.sql.zst',
    'sql/00000001-shell.sql.zst',
    'sql/00000001-data-a b.sql.zst',
    'evil/00000001-schema.sql.zst',
  ])('%s', async (name) => {
    const bytes = forgeArchive({ members: [{ ...schema(), name }] });
    await expect(verifyStream(bufferStream(bytes), 1)).rejects.toMatchObject({ kind: 'not-ours' });
    await expect(openArchive(bufferSource(bytes))).rejects.toMatchObject({ kind: 'lying-manifest' });
  });

  it('a symbolic link is not ours', async () => {
    const bytes = forgeArchive({ members: [schema()] });
    const header = bytes.indexOf(Buffer.from('sql/00000001'));
    bytes.write('2', header + 156);
    bytes.write(
      (parseInt(bytes.toString('latin1', header + 148, header + 154), 8) + 2).toString(8).padStart(6, '0'),
      header + 148,
    );
    await expect(verifyStream(bufferStream(bytes), 1)).rejects.toMatchObject({ kind: 'not-ours' });
  });
});

describe('lying manifests', () => {
  it('a forgery whose parts all fit verifies: hashes prove no origin', async () => {
    expect(await kindsOf(forgeArchive({ members: [schema()] }), 2)).toEqual(['ok']);
  });

  it.each<[string, (manifest: Manifest) => Manifest]>([
    ['an offset', changed(1, { offset: 4096 })],
    ['a stored size', changed(1, { storedSize: 600 })],
    ['a sum', (manifest) => ({ ...manifest, rawBytes: manifest.rawBytes + 1 })],
    ['the compression', (manifest) => ({ ...manifest, compression: { method: 'gzip', level: 6 } })],
    ['the encryption', (manifest) => ({ ...manifest, encryption: { method: 'age', recipients: [] } })],
    ['a missing member', (manifest) => ({ ...manifest, members: manifest.members.filter((_, at) => at !== 1) })],
    [
      'a member that stands twice',
      (manifest) => ({ ...manifest, members: manifest.members.flatMap((m, at) => (at === 1 ? [m, m] : [m])) }),
    ],
    ['no members', (manifest) => ({ ...manifest, members: [] })],
  ])('%s that can not be true', async (_, lie) => {
    expect(await kindsOf(forgeArchive({ members: [schema()], lie }))).toEqual(['lying-manifest']);
  });

  it('a later format is named', async () => {
    const lie = (manifest: Manifest): Manifest => ({ ...manifest, format: 'stowbase/2' as 'stowbase/1' });
    expect(await kindsOf(forgeArchive({ members: [schema()], lie }))).toEqual(['unsupported-format']);
  });

  it('two members of one number', async () => {
    expect(await kindsOf(forgeArchive({ members: [schema(), schema()] }))).toEqual(['lying-manifest']);
  });

  it('an entry the manifest does not know', async () => {
    expect(await kindsOf(forgeArchive({ members: [schema()], smuggled: [schema('SELECT 2;\n', 9)] }))).toEqual([
      'lying-manifest',
    ]);
  });
});

describe('H39: bombs', () => {
  it('a member that decodes to more than the manifest says is stopped', async () => {
    const bomb = { ...schema(), stored: zstdCompressSync(Buffer.alloc(64 * 1024 * 1024)) };
    const bytes = forgeArchive({ members: [bomb] });
    expect(await kindsOf(bytes, 2)).toEqual(['damaged']);
    const archive = await openArchive(bufferSource(bytes));
    let given = 0;
    const read = async (): Promise<void> => {
      for await (const chunk of archive.readMember(bomb.name)) given += chunk.length;
    };
    await expect(read()).rejects.toMatchObject({ kind: 'too-large' });
    expect(given).toBeLessThanOrEqual(10);
  }, 120_000);

  it.each([
    ['that states it', 1],
    ['that states nothing', 0],
  ])(
    'rows that decode to more than the manifest says are found before a restore decodes them, in a frame %s',
    async (_, flag) => {
      const params = { [constants.ZSTD_c_contentSizeFlag]: flag };
      const stored = zstdCompressSync(Buffer.alloc(64 * 1024 * 1024), { params });
      const rows = { name: 'sql/00000001-data-public.t.sql.zst', stored, rawSize: 10 };
      const archive = await openArchive(bufferSource(forgeArchive({ members: [rows] })));
      const report = await archive.verify(2, { rows: 'size' });
      expect(report.damaged).toMatchObject([{ member: rows.name }]);
    },
  );

  it('a member that admits to be larger than a member may be is refused', async () => {
    const bomb = { ...schema(), rawSize: 4 * 1024 * 1024 + 1 };
    expect(await kindsOf(forgeArchive({ members: [bomb] }))).toEqual(['too-large']);
  });

  it('eight mebibytes of equal rows are no bomb, when one row is that long', async () => {
    const sql = Buffer.alloc(8 * 1024 * 1024, 'a');
    const bytes = await buildSmallArchive({
      members: [{ spec: { group: 'sql', kind: 'schema' }, sql, stream: true }],
    });
    expect(await kindsOf(bytes, 2)).toEqual(['ok']);
  });

  it('a manifest with more members than the file has room for is given up early', async () => {
    const crowd = (manifest: Manifest): Manifest => ({
      ...manifest,
      members: [...manifest.members, ...Array.from({ length: 50_000 }, () => manifest.members[1]!)],
    });
    expect(await kindsOf(forgeArchive({ members: [schema()], lie: crowd }))).toEqual(['lying-manifest']);
  });

  it('a longest row beyond what PostgreSQL can send is refused', async () => {
    const lie = (manifest: Manifest): Manifest => ({ ...manifest, largestRow: 2 ** 40 });
    expect(await kindsOf(forgeArchive({ members: [schema()], lie }))).toEqual(['too-large']);
  });
});

describe('ENDs', () => {
  it('of another archive is refused', async () => {
    const [mine, other] = [forgeArchive({ members: [schema()] }), forgeArchive({ members: [schema('SELECT 22;\n')] })];
    const mixed = Buffer.concat([mine.subarray(0, -2048), other.subarray(-2048)]);
    expect(await kindsOf(mixed)).toEqual(['damaged']);
  });

  it('two of them are refused', async () => {
    const bytes = forgeArchive({ members: [schema()] });
    expect(await kindsOf(Buffer.concat([bytes.subarray(0, -1024), bytes.subarray(-2048)]))).not.toContain('ok');
    expect(await kindsOf(Buffer.concat([bytes, bytes.subarray(-2048)]))).not.toContain('ok');
    expect(await kindsOf(Buffer.concat([bytes, bytes]))).not.toContain('ok');
  });

  it('with a wrong hash of the file is named', async () => {
    const bytes = forgeArchive({ members: [schema()] });
    const at = bytes.indexOf('prefixSha256', bytes.length - 2048) + 15;
    bytes[at] = bytes[at] === 0x61 ? 0x62 : 0x61;
    const { damaged } = await verifyStream(bufferStream(bytes), 1);
    expect(damaged.map(({ member, start, end }) => [member, start, end])).toEqual([
      ['END', bytes.length - 4 * blockBytes, bytes.length],
    ]);
  });
});

describe('level 2', () => {
  it.each<[string, string, string]>([
    ['an open COPY block', 'COPY public.t (a) FROM stdin;\n1\n', 'its COPY block is not closed'],
    ['an open literal', "SELECT 'abc;\n", 'it ends inside a literal'],
  ])('finds %s, which no hash can', async (_, sql, reason) => {
    const member = { ...schema(sql), name: 'sql/00000001-data-public.t.sql.zst' };
    const bytes = forgeArchive({ members: [member] });
    expect(await kindsOf(bytes, 1)).toEqual(['ok']);
    expect((await verifyStream(bufferStream(bytes), 2)).damaged).toEqual([
      expect.objectContaining({ member: member.name, reason }),
    ]);
  });

  it.each([
    ['cut', (stored: Buffer) => stored.subarray(0, -5)],
    ['empty', () => Buffer.alloc(0)],
    ['no zstd', () => Buffer.from('SELECT 1;\n')],
  ])('finds a member that is %s, and so does extract', async (_, change) => {
    const member = { ...schema(), stored: change(schema().stored) };
    const bytes = forgeArchive({ members: [member] });
    expect(await kindsOf(bytes, 1)).toEqual(['ok']);
    expect(await kindsOf(bytes, 2)).toEqual(['damaged']);
    const folder = mkdtempSync(join(tmpdir(), 'stowbase-hostile-'));
    const extracted = extractArchive(await openArchive(bufferSource(bytes)), folder);
    await expect(extracted).rejects.toMatchObject({ kind: 'damaged', place: { member: member.name } });
    rmSync(folder, { recursive: true });
  });
});
