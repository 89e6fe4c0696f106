import { randomBytes } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { generateIdentity } from '../age/identities';
import { maxMemberBytes } from '../limits';
import type { MemberSpec } from '../members';
import { openArchive } from '../reader/open-archive';
import { verifyStream } from '../reader/stream';
import { bufferSource, bufferStream, MemorySink, outsideOfTheHeap, smallContents, smallIdentity } from '../testing';
import { ArchiveWriter } from './archive-writer';
import type { ArchiveWriterOptions, ByteSink } from './writer-types';

const data: MemberSpec = { group: 'sql', kind: 'data', name: 'public.t' };

function open(sink: ByteSink, options: Partial<ArchiveWriterOptions> = {}): Promise<ArchiveWriter> {
  const compression = { method: 'zstd', level: 3 } as const;
  return ArchiveWriter.open({ sink, identity: smallIdentity, compression, recipients: [], ...options });
}

async function textOf(bytes: Buffer, name: string, identity: string[] = []): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await openArchive(bufferSource(bytes), { identity })).readMember(name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the archive writer', () => {
  it('writes members in the order of the calls, whatever their compression takes', async () => {
    const sink = new MemorySink();
    const writer = await open(sink);
    const sizes = Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? 1024 * 1024 : 1 + index));
    await Promise.all(sizes.map((size) => writer.addMember({ group: 'sql', kind: 'schema' }, randomBytes(size))));
    const summary = await writer.finish(smallContents);
    const { members, manifest } = await openArchive(bufferSource(sink.bytes()));
    expect(members.map(({ rawSize }) => rawSize)).toEqual(sizes);
    expect(members.map(({ number }) => number)).toEqual(sizes.map((_, index) => index + 1));
    expect(summary).toMatchObject({ storedBytes: sink.bytes().length, members: 42, rawBytes: manifest.rawBytes });
    const report = await verifyStream(bufferStream(sink.bytes()), 2);
    expect(report).toMatchObject({ ok: true, fileSha256: summary.fileSha256 });
  });

  it('P-ARCHIVE-END-1 is finished with every member that was announced, also when nobody waited for them', async () => {
    const sink = new MemorySink();
    const writer = await open(sink, { window: 1 });
    const adding = Promise.all([1, 2, 3].map((n) => writer.addMember(data, Buffer.from(`SELECT ${n};\n`))));
    await writer.finish(smallContents);
    await adding;
    const { members } = await openArchive(bufferSource(sink.bytes()));
    expect(members.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('ends with END, its body and the end of the tar in 2,048 bytes, written at once', async () => {
    const sink = new MemorySink();
    await (await open(sink)).finish(smallContents);
    const last = sink.chunks.at(-1)!;
    expect(last.length).toBe(2048);
    expect(last.toString('latin1', 0, 4)).toBe('END\0');
    expect(last.toString('latin1', 512, 1024)).toMatch(/^\{"format":"stowbase\/1","manifest":\{.*\} +\n$/);
    expect(last.subarray(1024).every((byte) => byte === 0)).toBe(true);
  });

  it('holds a statement longer than a member, too', async () => {
    const sink = new MemorySink();
    const writer = await open(sink);
    const long = Buffer.from(`COMMENT ON TABLE t IS '${'x'.repeat(5 * 1024 * 1024)}';\n`);
    const { fileName } = await writer.addCompressed(data, await writer.hold(long));
    await writer.finish(smallContents);
    expect((await textOf(sink.bytes(), fileName, [])) === long.toString()).toBe(true);
    const archive = await openArchive(bufferSource(sink.bytes()));
    expect((await archive.verify(2)).ok).toBe(true);
  });

  it.each(['zstd', 'gzip'] as const)('gives back what was added, held and streamed (%s)', async (method) => {
    const { identity, recipient } = await generateIdentity();
    const sink = new MemorySink();
    const writer = await open(sink, { compression: { method, level: 1 }, recipients: [recipient] });
    const held = await writer.hold(Buffer.from('ALTER TABLE t ADD PRIMARY KEY (id);\n'));
    const row = Buffer.concat([randomBytes(700_000), Buffer.alloc(6 * 1024 * 1024, 'x')]);
    const names = [
      await writer.addMember(data, Buffer.from('SELECT 1;\n')),
      await writer.addStream(data, bufferStream(row, 100_000)),
      await writer.addCompressed({ group: 'sql', kind: 'schema_post' }, held),
    ].map(({ fileName }) => fileName);
    await writer.finish(smallContents);
    expect(names[1]).toBe(`sql/00000002-data.sql.${method === 'zstd' ? 'zst' : 'gz'}.age`);
    expect(await textOf(sink.bytes(), names[0]!, [identity])).toBe('SELECT 1;\n');
    expect(await textOf(sink.bytes(), names[1]!, [identity])).toBe(row.toString());
    expect(await textOf(sink.bytes(), names[2]!, [identity])).toBe('ALTER TABLE t ADD PRIMARY KEY (id);\n');
    const { manifest } = await openArchive(bufferSource(sink.bytes()));
    expect(manifest.largestRow).toBe(row.length);
    expect(manifest.encryption).toEqual({ method: 'age', recipients: [recipient] });
  });

  it('keeps true names out of an encrypted archive', async () => {
    const { recipient } = await generateIdentity();
    const sink = new MemorySink();
    const writer = await open(sink, { recipients: [recipient] });
    await writer.addMember({ ...data, name: 'secret_schema.canary_table' }, Buffer.from('SELECT 1;\n'));
    await writer.finish({ ...smallContents, passwordsToSet: ['canary_role'] });
    expect(sink.bytes().toString('latin1')).not.toMatch(/canary|secret_schema/);
  });

  it('lets the raw buffer go as soon as it was compressed, once', async () => {
    const released: Buffer[] = [];
    const writer = await open(new MemorySink());
    const sql = Buffer.from('SELECT 1;\n');
    await writer.addMember(data, sql, (buffer) => released.push(buffer));
    await writer.finish(smallContents);
    expect(released).toEqual([sql]);
    expect(released[0]).toBe(sql);
  });

  it('refuses what the format has no room for', async () => {
    const writer = await open(new MemorySink());
    await expect(writer.addMember(data, Buffer.alloc(maxMemberBytes + 1))).rejects.toMatchObject({ kind: 'misuse' });
    await expect(writer.addMember(data, Buffer.alloc(maxMemberBytes))).resolves.toBeDefined();
    await writer.finish(smallContents);
    await expect(writer.addMember(data, Buffer.alloc(1))).rejects.toMatchObject({ kind: 'misuse' });
    await expect(writer.finish(smallContents)).rejects.toMatchObject({ kind: 'misuse' });
    await expect(open(new MemorySink(), { compression: { method: 'zstd', level: 20 } })).rejects.toMatchObject({
      kind: 'misuse',
    });
  });
});

describe('the memory of a writer', () => {
  it('P-ARCHIVE-MEM-1 holds nothing of a long row once it was written', async () => {
    const written = Promise.resolve();
    const writer = await open({ write: () => written });
    const row = randomBytes(1024 * 1024);
    const before = await outsideOfTheHeap();
    for (let member = 0; member < 40; member++) await writer.addStream(data, bufferStream(row, 256 * 1024));
    // A few are still in the window.
    expect((await outsideOfTheHeap()) - before).toBeLessThan(10 * row.length);
    await writer.finish(smallContents);
  });
});

describe('the signal of a writer', () => {
  it('P-ARCHIVE-MEM-1 is let go when the archive is finished: it may live as long as a service', async () => {
    const { signal } = new AbortController();
    const writer = await open(new MemorySink(), { signal });
    await writer.addMember(data, Buffer.from('SELECT 1;\n'));
    await writer.finish(smallContents);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('a slow sink', () => {
  it('holds the caller back: at most a window of members is unwritten', async () => {
    const sink = new GatedSink();
    const writer = await open(sink, { window: 3 });
    sink.close();
    let accepted = 0;
    const caller = (async () => {
      for (let member = 0; member < 12; member++) {
        await writer.addMember({ group: 'sql', kind: 'schema' }, randomBytes(50_000));
        accepted++;
      }
    })();
    await settled();
    expect(accepted).toBe(2);
    expect(writer.counters.members).toBe(3);
    sink.open();
    await caller;
    await writer.finish(smallContents);
    expect(writer.counters.waitMs.sink).toBeGreaterThan(0);
    expect(await verifyStream(bufferStream(sink.bytes()), 2)).toMatchObject({ ok: true, members: 14 });
  });
});

describe('after a failure no END is written', () => {
  it('of the sink: its own error is what every call gets', async () => {
    const cause = new Error('ENOSPC');
    let whole = false;
    for (let failing = 0; !whole; failing++) {
      const sink = new FailingSink(failing, cause);
      const write = async (): Promise<boolean> => {
        const writer = await open(sink, { window: 2 });
        for (let member = 0; member < 6; member++) await writer.addMember(data, Buffer.from('SELECT 1;\n'));
        await writer.finish(smallContents);
        return true;
      };
      whole = await write().catch((error: unknown) => {
        expect(error).toBe(cause);
        return false;
      });
      expect(sink.bytes().includes(Buffer.from('END\0'))).toBe(whole);
      expect(failing).toBeLessThan(100);
    }
  });

  it('of a source: the first cause is kept', async () => {
    const sink = new MemorySink();
    const writer = await open(sink);
    const cause = new Error('the dump was killed');
    // oxlint-disable-next-line typescript/require-await
    const source = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('COPY t FROM stdin;\n');
      throw cause;
    };
    await expect(writer.addStream(data, source())).rejects.toBe(cause);
    await expect(writer.addMember(data, Buffer.from('SELECT 1;\n'))).rejects.toBe(cause);
    await expect(writer.finish(smallContents)).rejects.toBe(cause);
    expect(sink.bytes().includes(Buffer.from('END\0'))).toBe(false);
  });

  it('of the signal, also while everybody waits', async () => {
    const abort = new AbortController();
    const sink = new GatedSink();
    const writer = await open(sink, { window: 1, signal: abort.signal });
    sink.close();
    const waiting = writer.addMember(data, Buffer.from('SELECT 1;\n'));
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    sink.open();
    await expect(writer.finish(smallContents)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(sink.bytes().includes(Buffer.from('END\0'))).toBe(false);
  });

  it('of the signal, while a long row never comes to its end', async () => {
    const abort = new AbortController();
    const writer = await open(new MemorySink(), { signal: abort.signal });
    const endless = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('COPY t FROM stdin;\n');
      await new Promise(() => undefined);
    };
    const waiting = writer.addStream(data, endless());
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(writer.finish(smallContents)).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('of the signal while the archive is being finished', async () => {
    const abort = new AbortController();
    const reason = new Error('the snapshot was lost');
    const sink = new GatedSink((chunk) => {
      if (chunk.includes('manifest.json\0')) abort.abort(reason);
    });
    const writer = await open(sink, { signal: abort.signal });
    await expect(writer.finish(smallContents)).rejects.toBe(reason);
    expect(sink.bytes().includes(Buffer.from('END\0'))).toBe(false);
  });
});

/** Long enough for everything that can happen to have happened: nothing here waits for a clock. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await open(new MemorySink()).then((writer) => writer.hold(randomBytes(500_000)));
}

class GatedSink extends MemorySink {
  #gate = Promise.resolve();
  #lift: () => void = () => undefined;

  constructor(private readonly onWrite: (chunk: Buffer) => void = () => undefined) {
    super();
  }

  close(): void {
    this.#gate = new Promise((resolve) => (this.#lift = resolve));
  }

  open(): void {
    this.#lift();
  }

  override async write(chunk: Buffer): Promise<void> {
    await this.#gate;
    this.onWrite(chunk);
    await super.write(chunk);
  }
}

class FailingSink extends MemorySink {
  constructor(
    private left: number,
    private readonly cause: Error,
  ) {
    super();
  }

  override async write(chunk: Buffer): Promise<void> {
    if (this.left-- <= 0) throw this.cause;
    await super.write(chunk);
  }
}
