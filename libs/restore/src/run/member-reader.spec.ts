import { setImmediate } from 'node:timers/promises';
import type { ScratchServer } from '@stowbase/postgres/testing';
import { madeUpArchive, SmallTarget, type MadeUpMember } from '../testing/small-target';
import { MemberReader } from './member-reader';

/** Members of any length, and how many pieces of each were asked for. */
function countingArchive(pieces: number): {
  readMember(name: string): AsyncGenerator<Buffer>;
  given: Map<string, number>;
  open: Set<string>;
} {
  const given = new Map<string, number>();
  const open = new Set<string>();
  return {
    given,
    open,
    async *readMember(name) {
      open.add(name);
      try {
        for (let piece = 1; piece <= pieces; piece++) {
          given.set(name, piece);
          await setImmediate();
          yield Buffer.from(`${name}${piece}`);
        }
      } finally {
        open.delete(name);
      }
    },
  };
}

const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }] as const;

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const piece of bytes) text += `${piece.toString()} `;
  return text;
}

/** Until nothing more is read by itself. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await setImmediate();
}

describe('members read for one connection', () => {
  it('P-RESTORE-46 are held as the one that is sent and one that comes next, each only so far ahead', async () => {
    const archive = countingArchive(1_000);
    const reader = new MemberReader(archive);
    const first = reader.read(a)[Symbol.asyncIterator]();
    reader.prepare(b);
    await first.next();
    await settle();
    expect(Object.fromEntries(archive.given)).toEqual({ a: 1, b: 17 });
    reader.prepare(c);
    await settle();
    expect([...archive.open]).toEqual(['a', 'c']);
    expect(archive.given.get('c')).toBe(17);
    reader.close();
    await first.return?.();
    await settle();
    expect([...archive.open]).toEqual([]);
  });

  it('are whole, read ahead or not', async () => {
    const archive = countingArchive(40);
    const reader = new MemberReader(archive);
    const expected = (name: string): string => Array.from({ length: 40 }, (_, at) => `${name}${at + 1} `).join('');
    const bytes = reader.read(a);
    reader.prepare(b);
    expect(await textOf(bytes)).toBe(expected('a'));
    expect(await textOf(reader.read(b))).toBe(expected('b'));
    expect(await textOf(reader.read(c))).toBe(expected('c'));
  });

  it('fail when they are read, not before', async () => {
    const reason = new Error('damaged');
    const reader = new MemberReader({
      // eslint-disable-next-line require-yield
      async *readMember() {
        await Promise.reject(reason);
      },
    });
    reader.prepare(a);
    await settle();
    await expect(textOf(reader.read(a))).rejects.toBe(reason);
  });
});

describe('long rows', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await SmallTarget.start();
  }, 60_000);
  afterAll(() => server.stop());

  it('P-RESTORE-46 of 40 MB come back, and the members around them', async () => {
    const target = await SmallTarget.on(server);
    const row = (text: string | Buffer): Buffer =>
      Buffer.concat([Buffer.from('COPY public.t (a) FROM stdin;\n'), Buffer.from(text), Buffer.from('\n\\.\n')]);
    const data = { kind: 'data', name: 'public.t' } as const;
    const members: MadeUpMember[] = [
      { kind: 'schema', sql: 'CREATE TABLE public.t (a text);' },
      { ...data, sql: row('short') },
      { ...data, sql: row(Buffer.alloc(40_000_000, 'long ')), long: true },
      { ...data, sql: row('short again') },
      { kind: 'schema_post', sql: `COMMENT ON TABLE public.t IS '${'ü'.repeat(1_000_000)}';` },
    ];
    await target.run(await madeUpArchive(members));
    expect(await target.column('SELECT length(a) FROM public.t')).toEqual([5, 40_000_000, 11]);
    expect(await target.column("SELECT length(obj_description('public.t'::regclass))")).toEqual([1_000_000]);
  }, 60_000);
});
