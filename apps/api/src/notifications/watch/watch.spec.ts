import 'reflect-metadata';
import { describeWatch } from '../testing/describe-watch';
import { Occasions } from './occasions';

describe('the watchdog and digests (P-NOTIFY-14 P-NOTIFY-15 P-NOTIFY-16, SQLite)', () => {
  describeWatch(() => undefined);
});

describe('occasions', () => {
  it('come once in their time, the first one when it is said', () => {
    let now = 0;
    const occasions = new Occasions({ now: () => now });
    const seen: string[] = [];
    for (now = 0; now <= 100; now += 10) {
      if (occasions.isDue('a', 40)) seen.push(`a${now}`);
      if (occasions.isDue('b', 60, 20)) seen.push(`b${now}`);
    }
    expect(seen).toEqual(['a0', 'b20', 'a40', 'a80', 'b80']);
  });
});
