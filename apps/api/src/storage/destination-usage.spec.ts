import type { Storage, StorageUsage } from '@stowbase/storage';
import { DestinationTests } from './destination-tests.service';
import type { Destinations } from './destinations.service';

describe('P-HOSTILE-4: what a destination uses', () => {
  /** With a store that answers when it is told to. */
  function asked(): { tests: DestinationTests; opened: string[]; answer: PromiseWithResolvers<StorageUsage>[] } {
    const opened: string[] = [];
    const answer: PromiseWithResolvers<StorageUsage>[] = [];
    const open = (id: string): Promise<Storage> => {
      const reply = Promise.withResolvers<StorageUsage>();
      opened.push(id);
      answer.push(reply);
      return Promise.resolve({ usage: () => reply.promise, close: () => Promise.resolve() } as unknown as Storage);
    };
    const nothing = {} as never;
    const destinations = { open } as unknown as Destinations;
    return {
      tests: new DestinationTests(nothing, destinations, nothing, nothing, nothing, nothing, nothing),
      opened,
      answer,
    };
  }

  it('is looked up once for all who ask meanwhile, and again for who asks later', async () => {
    const { tests, opened, answer } = asked();
    const all = [...Array.from({ length: 50 }, () => tests.usage('a')), tests.usage('b')];
    await Promise.resolve();
    expect(opened).toEqual(['a', 'b']);
    answer[0]?.resolve({ used: 1, free: 2 });
    answer[1]?.resolve({ used: 3, free: 4 });
    const replies = await Promise.all(all);
    expect(replies[49]).toEqual({ used: 1, free: 2 });
    expect(replies[50]).toEqual({ used: 3, free: 4 });
    void tests.usage('a');
    expect(opened).toEqual(['a', 'b', 'a']);
  });

  it('fails for all of them together, and is tried again by the next', async () => {
    const { tests, opened, answer } = asked();
    const both = [tests.usage('a'), tests.usage('a')];
    answer[0]?.reject(new Error('away'));
    for (const one of both) await expect(one).rejects.toThrow('away');
    void tests.usage('a');
    expect(opened).toHaveLength(2);
  });
});
