import { jest } from '@jest/globals';
import { ShortMemory } from './short-memory';

const [ann, bob] = [
  { userId: 'ann', sessionId: '1' },
  { userId: 'bob', sessionId: '2' },
];

describe('P-CONNECT-3 what is kept for minutes', () => {
  let now: Date;
  let memory: ShortMemory<string>;
  beforeEach(() => {
    now = new Date('2026-11-28T10:00:00Z');
    memory = new ShortMemory(() => now, { lifetimeMs: 1_000, mostEach: 2, most: 3 });
  });
  const found = (id: string, holder = ann): string | null => memory.find(id, holder)?.value ?? null;

  it('is found by its holder alone, until its time is over', () => {
    const { id, endsAt } = memory.keep(ann, 'thing');
    expect(found(id)).toBe('thing');
    expect([found(id, bob), found(id, { ...ann, sessionId: '3' }), found(id, { ...ann, userId: 'bob' })]).toEqual([
      null,
      null,
      null,
    ]);
    memory.forget(id, bob);
    expect(memory.search(bob, () => true)).toBeNull();
    expect(memory.search(ann, (value) => value === 'thing')).toEqual({ id, value: 'thing' });
    now = endsAt;
    expect([found(id), memory.search(ann, () => true)]).toEqual([null, null]);
  });

  it('is not much: the oldest of the same holder gives way, then the oldest of all', () => {
    const [first, second, third] = ['1', '2', '3'].map((value) => memory.keep(ann, value).id);
    expect([found(first!), found(second!), found(third!)]).toEqual([null, '2', '3']);
    const ids = ['4', '5'].map((value) => memory.keep(bob, value).id);
    expect([found(second!), found(third!), ...ids.map((id) => found(id, bob))]).toEqual([null, '3', '4', '5']);
  });

  it('leaves memory by itself, asked for or not', () => {
    jest.useFakeTimers();
    try {
      const { id } = memory.keep(ann, 'thing');
      jest.advanceTimersByTime(1_000);
      expect(found(id)).toBeNull();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
