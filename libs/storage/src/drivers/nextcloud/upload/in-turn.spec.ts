import { rejection } from '../../../testing/conformance/content';
import { inTurn } from './in-turn';

describe('work on one URL', () => {
  it('is done one after the other, also after one that failed; other URLs do not wait', async () => {
    const order: string[] = [];
    const first = Promise.withResolvers<void>();
    const working = inTurn('a', async () => {
      order.push('first begins');
      await first.promise;
      order.push('first ends');
      throw new Error('failed');
    });
    const waiting = inTurn('a', () => Promise.resolve(void order.push('second')));
    await inTurn('b', () => Promise.resolve(void order.push('elsewhere')));
    first.resolve();
    await rejection(working);
    await waiting;
    expect(order).toEqual(['first begins', 'elsewhere', 'first ends', 'second']);
  });
});
