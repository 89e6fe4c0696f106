import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileSource, generateIdentity, openArchive, type Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { handRun, type HandRun } from './testing/hand-run';

const block = 512;
const psqlArguments = '-X --single-transaction -v ON_ERROR_STOP=1 -f restore.sql';

describe.each(['zstd', 'age'] as const)('P-BYHAND-1 the commands of the README.txt of a real backup (%s)', (how) => {
  let source: FixtureSource;
  let archive: Archive;
  let bytes: Buffer;
  let run: (archive: Buffer, kind: 'supabase' | 'plain', before?: Record<string, Buffer>) => Promise<HandRun>;

  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(`CREATE TABLE public.note (id int PRIMARY KEY, text text);
      INSERT INTO public.note SELECT g, md5(g::text) FROM generate_series(1, 5000) g`);
    const key = how === 'age' ? await generateIdentity() : null;
    const identity = key === null ? {} : { identity: key.identity };
    const { file } = await source.backup({ recipients: key === null ? [] : [key.recipient] });
    bytes = await readFile(file);
    archive = await openArchive(fileSource(file), key === null ? {} : { identity: [key.identity] });
    const readme = await archive.readme();
    run = (cut, kind, before = {}) =>
      handRun(cut, { fileName: path.basename(file), readme, kind, before, ...identity });
  }, 60_000);
  afterAll(async () => {
    await archive.close();
    await source.stop();
  });

  it.each(['supabase', 'plain'] as const)('give psql the whole script (%s)', async (kind) => {
    expect(await run(bytes, kind)).toEqual({
      status: 0,
      psql: { args: psqlArguments, script: await script(archive, kind) },
    });
  });

  it.each(['supabase', 'plain'] as const)(
    'never reach psql on an archive that was cut, at a member or anywhere (%s)',
    async (kind) => {
      const headers = archive.manifest.members.map(({ offset }) => offset - block);
      const ends = archive.manifest.members.map(({ offset, storedSize }) => offset + storedSize);
      const boundaries = [...headers, ...headers.map((at) => at + block), ...ends];
      const ofEnd = [bytes.length - 4 * block, bytes.length - 3 * block, bytes.length - 3 * block + 1];
      const odd = [1, 511, 513, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2) + 1, bytes.length - 1025];
      const cuts = [...new Set([0, ...boundaries, ...ofEnd, ...odd])].sort((a, b) => a - b);
      expect(cuts.length).toBeGreaterThan(30);
      for (const cut of cuts) {
        const { status, psql } = await run(bytes.subarray(0, cut), kind);
        expect({ cut, psql, failed: status !== 0 }).toEqual({ cut, psql: null, failed: true });
      }
    },
    60_000,
  );

  it('never reach psql in a folder with an older END, whole archive or cut', async () => {
    const end = bytes.subarray(bytes.length - 3 * block, bytes.length - 2 * block);
    expect(end.toString()).toContain('"format":"stowbase/1"');
    for (const kind of ['supabase', 'plain'] as const) {
      for (const cut of [bytes.length, bytes.length - 4 * block]) {
        const { status, psql } = await run(bytes.subarray(0, cut), kind, { 'restore/END': end });
        expect({ cut, psql, failed: status !== 0 }).toEqual({ cut, psql: null, failed: true });
      }
    }
  });

  it('never reach psql when a byte of any member was flipped', async () => {
    for (const { offset, storedSize } of archive.manifest.members) {
      const changed = Buffer.from(bytes);
      const at = offset + Math.floor(storedSize / 2);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      const { status, psql } = await run(changed, 'plain');
      expect({ at, psql, failed: status !== 0 }).toEqual({ at, psql: null, failed: true });
    }
  }, 60_000);

  it('a cut that only lost the two empty blocks after END gives psql the whole script', async () => {
    expect((await run(bytes.subarray(0, bytes.length - 2 * block), 'supabase')).psql?.script).toEqual(
      await script(archive, 'supabase'),
    );
  });
});

/** What psql must be given: the SQL of the members in the order of their names. */
async function script(archive: Archive, kind: 'supabase' | 'plain'): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (const group of kind === 'plain' ? ['platform', 'sql'] : ['sql']) {
    for (const member of archive.members.filter((one) => one.group === group)) {
      for await (const chunk of archive.readMember(member.name)) chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}
