import { maxChunkBytes } from '../storage';
import { expectedOf, rejection } from '../testing/conformance/content';
import { FanOut } from './fan-out';
import { Lane } from './lane';
import { gate, ScriptedUpload, settle, type UploadScript } from './testing/scripted-upload';

const full = Buffer.alloc(maxChunkBytes);
const hello = Buffer.from('hello');
const lost = new Error('the disk was pulled out');

/** Lanes of two chunks each: the second one makes the fan-out wait. */
function fanOutTo(...scripts: UploadScript[]) {
  const run = new AbortController();
  const uploads = scripts.map((script) => new ScriptedUpload(script));
  const lanes = uploads.map((upload, which) => new Lane(`lane ${which + 1}`, upload, 2 * maxChunkBytes));
  return { run, uploads, lanes, fanOut: new FanOut(lanes, { signal: run.signal }) };
}

describe('P-STORE-2 a fan-out writes one backup to several destinations', () => {
  // Jest fails a test during which a rejection is not handled.
  afterEach(settle);

  it('gives each the same buffers, by reference and in order, and one result a lane', async () => {
    const { fanOut, uploads } = fanOutTo({}, {});
    await fanOut.write(hello);
    await fanOut.write(full);
    const results = await fanOut.commit({ ...expectedOf(hello), size: hello.length + full.length });
    expect(results).toMatchObject([
      { name: 'lane 1', status: 'stored', object: { size: 5 + maxChunkBytes } },
      { name: 'lane 2', status: 'stored' },
    ]);
    for (const { chunks } of uploads) {
      expect(chunks.map((chunk) => chunk.buffer)).toEqual([hello.buffer, full.buffer]);
      expect(chunks.map(({ length }) => length)).toEqual([5, maxChunkBytes]);
    }
  });

  it('cuts large buffers to what a destination takes, and takes an empty one', async () => {
    const { fanOut, uploads } = fanOutTo({});
    await fanOut.write(Buffer.alloc(0));
    await fanOut.write(Buffer.alloc(2 * maxChunkBytes + 7));
    await fanOut.commit({ ...expectedOf(hello), size: 2 * maxChunkBytes + 7 });
    expect(uploads[0]!.chunks.map(({ length }) => length)).toEqual([maxChunkBytes, maxChunkBytes, 7]);
  });

  it('the slowest sets the pace: a write waits until it has room', async () => {
    const slow = gate();
    const { fanOut, uploads, lanes } = fanOutTo({}, { write: () => slow.passed });
    await fanOut.write(full);
    let done = false;
    const second = fanOut.write(full).then(() => (done = true));
    await settle();
    expect(done).toBe(false);
    expect(uploads[0]!.chunks).toHaveLength(2);
    expect(lanes[1]!.queuedBytes).toBe(2 * maxChunkBytes);
    slow.open();
    await second;
    expect(lanes.map(({ peakQueuedBytes }) => peakQueuedBytes <= 2 * maxChunkBytes)).toEqual([true, true]);
  });

  it('refuses a second write before the first one has room: memory would grow', async () => {
    const slow = gate();
    const { fanOut } = fanOutTo({ write: () => slow.passed });
    const first = fanOut.write(Buffer.alloc(3 * maxChunkBytes));
    expect(await rejection(fanOut.write(hello))).toMatchObject({ kind: 'unexpected' });
    expect(await rejection(fanOut.commit(expectedOf(hello)))).toMatchObject({ kind: 'unexpected' });
    slow.open();
    await first;
    expect(await fanOut.commit({ ...expectedOf(hello), size: 3 * maxChunkBytes })).toMatchObject([
      { status: 'stored' },
    ]);
  });

  it.each([
    ['at the first byte', () => Promise.reject(lost)],
    [
      'by throwing at once',
      () => {
        throw lost;
      },
    ],
  ])('one that fails %s is left behind, and the others go on', async (_title, write) => {
    const { fanOut, uploads } = fanOutTo({ write }, {});
    for (let count = 0; count < 5; count += 1) await fanOut.write(full);
    expect(await fanOut.commit({ ...expectedOf(full), size: 5 * full.length })).toEqual([
      { name: 'lane 1', status: 'failed', cause: lost },
      expect.objectContaining({ name: 'lane 2', status: 'stored' }),
    ]);
    expect(uploads[0]).toMatchObject({ abortedWith: [lost], commits: 0 });
    expect(uploads[1]).toMatchObject({ abortedWith: [], commits: 1, bytes: 5 * full.length });
  });

  it('one that fails while it is waited for lets the write go on', async () => {
    const stuck = gate();
    const { fanOut, lanes } = fanOutTo({ write: () => stuck.passed }, {});
    await fanOut.write(full);
    const waiting = fanOut.write(full);
    await settle();
    stuck.refuse(lost);
    await waiting;
    expect(lanes.map(({ status }) => status)).toEqual(['failed', 'live']);
    expect(lanes[0]!.queuedBytes).toBe(0);
  });

  it('when all have failed, a write rejects with all causes, and so does every later call', async () => {
    const other = new Error('quota');
    const { fanOut } = fanOutTo({ write: () => Promise.reject(lost) }, { write: () => Promise.reject(other) });
    const refused = await rejection(fanOut.write(full).then(() => fanOut.write(full)));
    expect(refused).toBeInstanceOf(AggregateError);
    expect((refused as AggregateError).errors).toEqual([lost, other]);
    expect(await rejection(fanOut.write(hello))).toBe(refused);
    expect(await rejection(fanOut.commit(expectedOf(hello)))).toBe(refused);
  });

  it('one that fails at the last byte, after its write was accepted, is found by commit', async () => {
    const { fanOut, uploads } = fanOutTo(
      { write: (_chunk, index) => (index === 1 ? Promise.reject(lost) : settle()) },
      {},
    );
    await fanOut.write(hello);
    await fanOut.write(hello);
    const results = await fanOut.commit({ ...expectedOf(hello), size: 10 });
    expect(results).toMatchObject([{ status: 'failed', cause: lost }, { status: 'stored' }]);
    expect(uploads[0]!.commits).toBe(0);
  });

  it('one that fails in its commit does not disturb the other', async () => {
    const { fanOut, uploads } = fanOutTo({ commit: () => Promise.reject(lost) }, { commit: settle });
    await fanOut.write(hello);
    expect(await fanOut.commit(expectedOf(hello))).toMatchObject([
      { status: 'failed', cause: lost },
      { status: 'stored' },
    ]);
    expect(uploads[0]!.abortedWith).toEqual([lost]);
  });

  it('the first cause is kept, whatever goes wrong afterwards', async () => {
    const { fanOut, lanes } = fanOutTo({
      write: () => Promise.reject(lost),
      abort: () => Promise.reject(new Error('and the abort failed too')),
    });
    await rejection(fanOut.write(full).then(() => fanOut.write(full)));
    lanes[0]!.fail(new Error('later'));
    await fanOut.abort(new Error('the run gives up'));
    expect(lanes[0]!.result()).toEqual({ name: 'lane 1', status: 'failed', cause: lost });
  });

  it('commit and abort wait for the clean-up of failed lanes', async () => {
    const cleaned = gate();
    const { fanOut } = fanOutTo({ write: () => Promise.reject(lost), abort: () => cleaned.passed }, {});
    await fanOut.write(hello);
    let done = false;
    const committing = fanOut.commit(expectedOf(hello)).finally(() => (done = true));
    await settle();
    expect(done).toBe(false);
    cleaned.open();
    expect(await committing).toMatchObject([{ status: 'failed' }, { status: 'stored' }]);
  });

  it("the run's signal ends a wait for room with its own reason", async () => {
    const { fanOut, run, uploads } = fanOutTo({ write: () => gate().passed });
    await fanOut.write(full);
    const waiting = rejection(fanOut.write(full));
    await settle();
    run.abort(lost);
    expect(await waiting).toBe(lost);
    expect(await rejection(fanOut.write(hello))).toBe(lost);
    await fanOut.abort(lost);
    expect(uploads[0]!.abortedWith).toEqual([lost]);
  });

  it("the run's signal ends a commit that waits for the last bytes, and nothing is published", async () => {
    const stuck = { write: () => gate().passed };
    const { fanOut, run, uploads } = fanOutTo(stuck, stuck);
    await fanOut.write(hello);
    const committing = fanOut.commit(expectedOf(hello));
    run.abort(lost);
    expect(await committing).toMatchObject([
      { status: 'failed', cause: lost },
      { status: 'failed', cause: lost },
    ]);
    expect(uploads.map(({ commits }) => commits)).toEqual([0, 0]);
  });

  it('a signal without an error of its own is kind cancelled', async () => {
    const { fanOut, run } = fanOutTo({});
    run.abort();
    expect(await rejection(fanOut.write(hello))).toMatchObject({ kind: 'cancelled' });
    expect(await rejection(fanOut.commit(expectedOf(hello)))).toMatchObject({ kind: 'cancelled' });
  });

  it('a size that is not what was written publishes nothing anywhere', async () => {
    const { fanOut, uploads } = fanOutTo({}, {});
    await fanOut.write(hello);
    const mismatch = { status: 'failed', cause: { kind: 'size-mismatch' } };
    expect(await fanOut.commit({ ...expectedOf(hello), size: 4 })).toMatchObject([mismatch, mismatch]);
    expect(uploads.map(({ commits }) => commits)).toEqual([0, 0]);
  });

  it('abort ends every lane once, also a driver that never takes its bytes', async () => {
    const { fanOut, uploads, lanes } = fanOutTo({}, { write: () => gate().passed });
    await fanOut.write(hello);
    await Promise.all([fanOut.abort(lost), fanOut.abort(new Error('again'))]);
    expect(uploads.map(({ abortedWith }) => abortedWith)).toEqual([[lost], [lost]]);
    expect(lanes.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(await rejection(fanOut.write(hello))).toBe(lost);
    expect(await rejection(fanOut.commit(expectedOf(hello)))).toBe(lost);
  });

  it('a commit that is under way decides by itself, whatever is aborted', async () => {
    const slow = gate();
    const { fanOut, uploads } = fanOutTo({ commit: () => slow.passed });
    await fanOut.write(hello);
    const committing = fanOut.commit(expectedOf(hello));
    await settle();
    await fanOut.abort(lost);
    slow.open();
    expect(await committing).toMatchObject([{ status: 'stored' }]);
    expect(uploads[0]!.abortedWith).toEqual([]);
  });

  it('it commits once, and takes nothing afterwards', async () => {
    const { fanOut, uploads } = fanOutTo({});
    await fanOut.write(hello);
    await fanOut.commit(expectedOf(hello));
    expect(await rejection(fanOut.commit(expectedOf(hello)))).toMatchObject({ kind: 'unexpected' });
    expect(await rejection(fanOut.write(hello))).toMatchObject({ kind: 'unexpected' });
    await fanOut.abort(lost);
    expect(uploads[0]).toMatchObject({ commits: 1, abortedWith: [] });
  });

  it('a lane without room for two chunks, and a fan-out without lanes, are mistakes', () => {
    expect(() => new Lane('small', new ScriptedUpload(), maxChunkBytes)).toThrow(RangeError);
    expect(() => new FanOut([], { signal: new AbortController().signal })).toThrow(RangeError);
  });
});
