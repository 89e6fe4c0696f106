import fc from 'fast-check';
import { LockQueue, type LockedTask } from './lock-queue';

interface NamedTask extends LockedTask {
  readonly name: string;
}
const task = (name: string, locks: Record<string, 'shared' | 'alone'>): NamedTask => ({
  name,
  locks: new Map(Object.entries(locks)),
});

describe('tasks that lock tables', () => {
  it('share a table, or have it alone', async () => {
    const [one, two, alone, other] = [
      task('one', { t: 'shared' }),
      task('two', { t: 'shared' }),
      task('alone', { t: 'alone' }),
      task('other', { u: 'alone' }),
    ];
    const queue = new LockQueue([one, alone, two, other]);
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual([one, two, other]);
    const next = queue.take();
    queue.release(other);
    queue.release(one);
    queue.release(two);
    expect(await next).toBe(alone);
    expect(await queue.take()).toBeNull();
  });

  it('are not handed out any more once stopped, to nobody who waits either', async () => {
    const queue = new LockQueue([task('one', { t: 'alone' }), task('two', { t: 'alone' })]);
    await queue.take();
    const waiting = queue.take();
    queue.stop();
    expect(await waiting).toBeNull();
  });

  it('all come to their end, and no two that want the same table alone run at once', async () => {
    const locks = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.constantFrom('shared' as const, 'alone' as const),
      {
        minKeys: 1,
        maxKeys: 3,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(locks, { maxLength: 20 }), fc.integer({ min: 1, max: 4 }), async (all, workers) => {
        const tasks = all.map((held, index) => task(`${index}`, held));
        const queue = new LockQueue(tasks);
        const running = new Set<NamedTask>();
        const done: string[] = [];
        const work = async (): Promise<void> => {
          for (let one = await queue.take(); one !== null; one = await queue.take()) {
            for (const other of running) {
              for (const [name, use] of one.locks) {
                const held = other.locks.get(name);
                expect(held === undefined || (held === 'shared' && use === 'shared')).toBe(true);
              }
            }
            running.add(one);
            await Promise.resolve();
            running.delete(one);
            done.push(one.name);
            queue.release(one);
          }
        };
        await Promise.all(Array.from({ length: workers }, work));
        expect(done.sort()).toEqual(tasks.map(({ name }) => name).sort());
      }),
    );
  });
});
