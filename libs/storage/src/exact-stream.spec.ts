import { Readable } from 'node:stream';
import { exactStream } from './exact-stream';
import { readAll, rejection } from './testing/conformance/content';

const exact = (chunks: string[], bytes: number, signal?: AbortSignal): { source: Readable; stream: Readable } => {
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  return { source, stream: exactStream(source, { key: 'backup.tar', bytes, signal }) };
};

describe('P-STORE-10 a body that was read', () => {
  it('is whole, or an error: exactly so many bytes', async () => {
    expect((await readAll(exact(['ab', 'cd'], 4).stream)).toString()).toBe('abcd');
    expect((await readAll(exact([], 0).stream)).length).toBe(0);
  });

  it.each([
    ['short', ['ab'], 4, 'Only 2 of 4 bytes came while "backup.tar" was read.'],
    ['empty', [], 4, 'Only 0 of 4 bytes came while "backup.tar" was read.'],
    ['too long', ['ab', 'cde'], 4, 'More than 4 of 4 bytes came while "backup.tar" was read.'],
  ])('a %s one ends in an error', async (_title, chunks, bytes, message) => {
    expect(await rejection(readAll(exact(chunks, bytes).stream))).toMatchObject({ kind: 'size-mismatch', message });
  });

  it('an error of the source becomes one of ours, with its cause', async () => {
    const cause = new Error('reset');
    const source = new Readable({ read: () => source.destroy(cause) });
    const stream = exactStream(source, { key: 'backup.tar', bytes: 4 });
    expect(await rejection(readAll(stream))).toMatchObject({ kind: 'unexpected', cause });
  });

  it('a signal ends it with its own reason, also before anybody reads', async () => {
    const reading = new AbortController();
    const { source, stream } = exact(['ab'], 2, reading.signal);
    const cause = new Error('enough');
    reading.abort(cause);
    expect(await rejection(readAll(stream))).toBe(cause);
    expect(source.destroyed).toBe(true);
    const late = exact(['ab'], 2, reading.signal);
    expect(await rejection(readAll(late.stream))).toBe(cause);
  });

  it('a source that has gone silent holds up nobody: neither a signal nor a reader that stops', async () => {
    const silent = (): Readable => new Readable({ read: () => undefined });
    const reading = new AbortController();
    const cause = new Error('enough');
    const first = silent();
    const waiting = rejection(readAll(exactStream(first, { key: 'backup.tar', bytes: 4, signal: reading.signal })));
    await new Promise((resolve) => setImmediate(resolve));
    reading.abort(cause);
    expect(await waiting).toBe(cause);
    expect(first.destroyed).toBe(true);
    const second = silent();
    const stream = exactStream(second, { key: 'backup.tar', bytes: 4 });
    stream.resume();
    await new Promise((resolve) => setImmediate(resolve));
    stream.destroy();
    await new Promise((resolve) => stream.once('close', resolve));
    expect(second.destroyed).toBe(true);
  });

  it('a source that is closed without an end is an error', async () => {
    const source = new Readable({ read: () => source.destroy() });
    const stream = exactStream(source, { key: 'backup.tar', bytes: 4 });
    expect(await rejection(readAll(stream))).toMatchObject({ kind: 'size-mismatch' });
  });

  it('an error that comes before anybody listens is kept for the reader, and ends no process', async () => {
    const reading = new AbortController();
    reading.abort(new Error('enough'));
    const { stream } = exact(['ab'], 2, reading.signal);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await rejection(readAll(stream))).toBe(reading.signal.reason);
  });

  it('a reader that stops early frees the source', async () => {
    const { source, stream } = exact(['ab', 'cd'], 4);
    stream.destroy();
    await new Promise((resolve) => stream.once('close', resolve));
    expect(source.destroyed).toBe(true);
  });
});
