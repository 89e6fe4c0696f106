import { allTogether } from './all-together';

describe('work that is done together', () => {
  it('gives all results in order', async () => {
    const first = Promise.withResolvers<string>();
    const all = allTogether([first.promise, Promise.resolve('second')], new AbortController());
    first.resolve('first');
    expect(await all).toEqual(['first', 'second']);
  });

  it('ends with the first failure, when the others have ended too', async () => {
    const stop = new AbortController();
    const cause = new Error('disk full');
    let ended = false;
    const other = new Promise<void>((_resolve, reject) =>
      stop.signal.addEventListener('abort', () =>
        setImmediate(() => {
          ended = true;
          reject(new Error('stopped'));
        }),
      ),
    );
    await expect(allTogether([other, Promise.reject(cause)], stop)).rejects.toBe(cause);
    expect(stop.signal.reason).toBe(cause);
    expect(ended).toBe(true);
  });
});
