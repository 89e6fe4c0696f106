import { putBuffer } from '../../put-buffer';
import type { UploadState } from '../../storage';
import { bodyOf, expectedOf, never, readAll, rejection, writeAll } from './content';
import { storageRules as rules, uploadRules } from './rules';
import type { StorageAbilities, StorageUnderTest } from './under-test';

const key = 'project/backup.tar';

export function describeWriting(
  fresh: () => Promise<StorageUnderTest>,
  { partBytes, listsUnfinished = false, looksThenWrites = false }: StorageAbilities,
): void {
  describe(rules.state, () => {
    it('it is awaited by create', async () => {
      const { storage } = await fresh();
      const order: string[] = [];
      const states: UploadState[] = [];
      const upload = await storage.create(key, {
        signal: never(),
        onState: async (state) => {
          await Promise.resolve();
          states.push(state);
          order.push('stored');
        },
      });
      order.push('created');
      expect(order).toEqual(['stored', 'created']);
      expect(JSON.parse(JSON.stringify(states))).toEqual(states);
      expect(Object.keys(states[0] ?? {})).not.toEqual([]);
      await upload.abort('The test is over.');
    });

    it('when it can not be stored, nothing is begun, and that is the error', async () => {
      const { storage, leftovers } = await fresh();
      // As databases throw them: with a code that could be taken for one of the file system.
      const cause = Object.assign(new Error('the database is gone'), { code: 'ECONNREFUSED' });
      const onState = (): Promise<void> => Promise.reject(cause);
      expect(await rejection(storage.create(key, { signal: never(), onState }))).toBe(cause);
      expect(await leftovers()).toEqual([]);
    });
  });

  describe(rules.sweep, () => {
    it('an upload whose process died, by its state alone, as often as wanted', async () => {
      const { storage, leftovers } = await fresh();
      const states: UploadState[] = [];
      const onState = (state: UploadState): Promise<void> => Promise.resolve(void states.push(state));
      await putBuffer(storage, 'project/older.tar', Buffer.from('older'));
      const dead = await storage.create(key, { signal: never(), onState });
      await writeAll(dead, bodyOf(1_000_000));
      const alive = await storage.create('project/alive.tar', { signal: never() });
      await alive.write(Buffer.from('alive'));
      await storage.sweep(key, states[0]!);
      await storage.sweep(key, states[0]!);
      await alive.commit(expectedOf(Buffer.from('alive')));
      expect(await leftovers()).toEqual([]);
      expect((await readAll(await storage.get('project/alive.tar'))).toString()).toBe('alive');
      expect((await readAll(await storage.get('project/older.tar'))).toString()).toBe('older');
      await dead.abort('The test is over.');
    });

    if (listsUnfinished)
      it('P-STORE-15 an upload that nobody wrote down, by what the store lists', async () => {
        const { storage, leftovers } = await fresh();
        await putBuffer(storage, 'project/older.tar', Buffer.from('older'));
        const before = Date.now();
        const dead = await storage.create(key, { signal: never() });
        await writeAll(dead, bodyOf(2 * partBytes + 1));
        const found = [];
        for await (const one of storage.unfinished!('')) found.push(one);
        expect(found).toHaveLength(1);
        // Servers tell whole seconds, and some look at another clock.
        expect(Math.abs(found[0]!.begun.getTime() - before)).toBeLessThan(120_000);
        expect(await leftovers()).not.toEqual([]);
        for (const { key: at, state } of found) await storage.sweep(at, state);
        await dead.abort('The test is over.');
        expect(await leftovers()).toEqual([]);
        for await (const one of storage.unfinished!('')) expect(one).toBeUndefined();
        expect((await readAll(await storage.get('project/older.tar'))).toString()).toBe('older');
      });

    it('after the commit it leaves the object', async () => {
      const { storage } = await fresh();
      const states: UploadState[] = [];
      const onState = (state: UploadState): Promise<void> => Promise.resolve(void states.push(state));
      await putBuffer(storage, key, Buffer.from('whole'), { onState });
      await storage.sweep(key, states[0]!);
      expect((await storage.stat(key)).size).toBe(5);
    });
  });

  it(`${rules.overwrite} (by a new upload)`, async () => {
    const { storage, leftovers } = await fresh();
    await putBuffer(storage, key, Buffer.from('first'));
    expect(await rejection(storage.create(key, { signal: never() }))).toMatchObject({ kind: 'already-exists' });
    expect((await readAll(await storage.get(key))).toString()).toBe('first');
    expect(await leftovers()).toEqual([]);
  });

  it(`${rules.overwrite} ${uploadRules.failedCommit} (by an upload that began before)`, async () => {
    const { storage, leftovers } = await fresh();
    const late = await storage.create(key, { signal: never() });
    await late.write(Buffer.from('late'));
    await putBuffer(storage, key, Buffer.from('first'));
    const refused = await rejection(late.commit(expectedOf(Buffer.from('late'))));
    expect(refused).toMatchObject({ kind: 'already-exists' });
    expect(await rejection(late.commit(expectedOf(Buffer.from('late'))))).toBe(refused);
    expect((await readAll(await storage.get(key))).toString()).toBe('first');
    expect(await leftovers()).toEqual([]);
  });

  it(rules.contest, async () => {
    const { storage, leftovers } = await fresh();
    const bodies = ['one', 'two', 'three'].map((text) => Buffer.from(text));
    const uploads = await Promise.all(bodies.map(() => storage.create(key, { signal: never() })));
    await Promise.all(uploads.map((upload, which) => upload.write(bodies[which]!)));
    const ends = await Promise.allSettled(uploads.map((upload, which) => upload.commit(expectedOf(bodies[which]!))));
    const winners = ends.flatMap(({ status }, which) => (status === 'fulfilled' ? [which] : []));
    expect(winners.length).toBeGreaterThan(0);
    expect(looksThenWrites ? 1 : winners.length).toBe(1);
    const stored = await readAll(await storage.get(key));
    expect(winners.map((which) => bodies[which])).toContainEqual(stored);
    expect(await leftovers()).toEqual([]);
  });

  it(rules.parallel, async () => {
    const { storage, leftovers } = await fresh();
    const keys = Array.from({ length: 8 }, (_, which) => `project/${which}.tar`);
    const ends = await Promise.allSettled(
      keys.map(async (one, which) => {
        const body = bodyOf(300_000 + which);
        const upload = await storage.create(one, { signal: never() });
        await writeAll(upload, body);
        if (which % 2 === 1) await upload.abort(new Error('odd ones are stopped'));
        await upload.commit(expectedOf(body));
      }),
    );
    expect(ends.map(({ status }) => status === 'fulfilled')).toEqual(keys.map((_, which) => which % 2 === 0));
    for (const which of [0, 2, 4, 6]) {
      expect((await readAll(await storage.get(keys[which]!))).equals(bodyOf(300_000 + which))).toBe(true);
    }
    expect(await leftovers()).toEqual([]);
  });
}
