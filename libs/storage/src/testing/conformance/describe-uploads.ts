import { StorageError } from '../../storage-error';
import { bodyOf, expectedOf, never, rejection, writeAll } from './content';
import { uploadRules as rules } from './rules';
import type { UploadAbilities, UploadsUnderTest } from './under-test';

const key = 'project/backup.tar';

/** The rules of `Upload`, for everything that takes a backup: stored ones, and the browser. */
export function describeUploads(
  name: string,
  make: () => Promise<UploadsUnderTest>,
  { partBytes, failsAfter }: UploadAbilities<UploadsUnderTest>,
): void {
  describe(`uploads to ${name}`, () => {
    const threeParts = bodyOf(3 * partBytes);
    /** Where an upload is stopped: bytes written until then. */
    const places = [
      ['byte 0', 0],
      ['the end of part 1', partBytes],
      ['the last byte', threeParts.length - 1],
    ] as const;
    const open: UploadsUnderTest[] = [];
    const fresh = async (made = make()): Promise<UploadsUnderTest> => {
      const one = await made;
      open.push(one);
      return one;
    };
    const expectNothing = async (uploads: UploadsUnderTest): Promise<void> => {
      expect(await uploads.read(key)).toBeNull();
      expect(await uploads.leftovers()).toEqual([]);
    };
    afterEach(async () => {
      for (const one of open.splice(0)) await one.dispose();
    });

    it(rules.visible, async () => {
      const uploads = await fresh();
      const upload = await uploads.create(key, { signal: never() });
      await writeAll(upload, threeParts);
      expect(await uploads.read(key)).toBeNull();
      const object = await upload.commit(expectedOf(threeParts));
      expect(object).toMatchObject({ key, size: threeParts.length });
      expect((await uploads.read(key))?.equals(threeParts)).toBe(true);
      expect(await uploads.leftovers()).toEqual([]);
    });

    it.each([
      ['no byte', 0],
      ['one byte', 1],
      ['a part less one byte', partBytes - 1],
      ['one part', partBytes],
      ['a part and one byte', partBytes + 1],
      ['three parts', 3 * partBytes],
    ])(`${rules.bodies} (%s)`, async (_title, bytes) => {
      const uploads = await fresh();
      const body = bodyOf(bytes);
      const upload = await uploads.create(key, { signal: never() });
      await writeAll(upload, body);
      expect((await upload.commit(expectedOf(body))).size).toBe(bytes);
      expect((await uploads.read(key))?.equals(body)).toBe(true);
    });

    describe(rules.once, () => {
      it('a second one is refused, and the object stays', async () => {
        const uploads = await fresh();
        const upload = await uploads.create(key, { signal: never() });
        await upload.write(Buffer.from('x'));
        await upload.commit(expectedOf(Buffer.from('x')));
        expect(await rejection(upload.commit(expectedOf(Buffer.from('x'))))).toBeInstanceOf(StorageError);
        expect(await rejection(upload.write(Buffer.from('y')))).toBeInstanceOf(StorageError);
        expect(await uploads.read(key)).toEqual(Buffer.from('x'));
      });

      it('after an abort it is refused', async () => {
        const uploads = await fresh();
        const upload = await uploads.create(key, { signal: never() });
        await upload.write(threeParts.subarray(0, 100));
        const cause = new Error('pg_dump ended with 1');
        await upload.abort(cause);
        expect(await rejection(upload.commit(expectedOf(threeParts.subarray(0, 100))))).toBe(cause);
        await expectNothing(uploads);
      });

      it('an upload that nobody commits publishes nothing', async () => {
        const uploads = await fresh();
        const upload = await uploads.create(key, { signal: never() });
        await writeAll(upload, threeParts);
        expect(await uploads.read(key)).toBeNull();
        await upload.abort('The test is over.');
        await expectNothing(uploads);
      });
    });

    it.each([
      ['a byte more', 1, 'size-mismatch'],
      ['a byte less', -1, 'size-mismatch'],
    ])(`${rules.compares} (%s)`, async (_title, difference, kind) => {
      const uploads = await fresh();
      const upload = await uploads.create(key, { signal: never() });
      await writeAll(upload, threeParts);
      const expected = expectedOf(threeParts);
      expect(await rejection(upload.commit({ ...expected, size: expected.size + difference }))).toMatchObject({ kind });
      await expectNothing(uploads);
    });

    it(`${rules.compares} (another hash)`, async () => {
      const uploads = await fresh();
      const upload = await uploads.create(key, { signal: never() });
      await writeAll(upload, threeParts);
      const expected = { size: threeParts.length, sha256: '0'.repeat(64) };
      expect(await rejection(upload.commit(expected))).toMatchObject({ kind: 'damaged' });
      await expectNothing(uploads);
    });

    it.each(places)(`${rules.abortClean} (at %s)`, async (_title, bytes) => {
      const uploads = await fresh();
      const upload = await uploads.create(key, { signal: never() });
      await writeAll(upload, threeParts.subarray(0, bytes));
      await upload.abort(new Error('stopped'));
      await expectNothing(uploads);
    });

    it.each(places)(`${rules.signal} (at %s)`, async (_title, bytes) => {
      const uploads = await fresh();
      const run = new AbortController();
      const upload = await uploads.create(key, { signal: run.signal });
      await writeAll(upload, threeParts.subarray(0, bytes));
      const cause = new Error('the run was cancelled');
      run.abort(cause);
      expect(await rejection(upload.write(Buffer.from('x')))).toBe(cause);
      await upload.abort('later');
      await expectNothing(uploads);
    });

    it(rules.abortSafe, async () => {
      const uploads = await fresh();
      const stored = await uploads.create(key, { signal: never() });
      await stored.write(Buffer.from('x'));
      await stored.commit(expectedOf(Buffer.from('x')));
      await Promise.all([stored.abort('late'), stored.abort('later')]);
      expect(await uploads.read(key)).toEqual(Buffer.from('x'));
      const stopped = await uploads.create('project/other.tar', { signal: never() });
      await Promise.all([stopped.abort(undefined), stopped.abort(new Error('again'))]);
      await stopped.abort(null);
      expect(await uploads.read('project/other.tar')).toBeNull();
    });

    it(rules.abortInCommit, async () => {
      const uploads = await fresh();
      const upload = await uploads.create(key, { signal: never() });
      await writeAll(upload, threeParts);
      const committing = upload.commit(expectedOf(threeParts));
      await upload.abort(new Error('too late'));
      expect((await committing).size).toBe(threeParts.length);
      expect((await uploads.read(key))?.equals(threeParts)).toBe(true);
    });

    if (failsAfter === undefined) return;

    it.each(places)(`${rules.firstCause} (at %s)`, async (_title, bytes) => {
      const uploads = await fresh(failsAfter(bytes));
      const upload = await uploads.create(key, { signal: never() });
      // A driver may gather before it sends: then the failure comes a little later, in the commit at the latest.
      const cause = await rejection(writeAll(upload, threeParts).then(() => upload.commit(expectedOf(threeParts))));
      expect(cause).toBeInstanceOf(StorageError);
      expect(await rejection(upload.write(Buffer.from('x')))).toBe(cause);
      expect(await rejection(upload.commit(expectedOf(threeParts)))).toBe(cause);
      await upload.abort(new Error('another cause'));
      expect(await rejection(upload.write(Buffer.from('x')))).toBe(cause);
      await expectNothing(uploads);
    });
  });
}
