import { expect, it } from '@jest/globals';
import { Stopwatch } from './stopwatch.mjs';

it('says what each part took, also one that failed, and all of them', async () => {
  let now = 0;
  const watch = new Stopwatch(() => now);
  expect(await watch.during('Jest', () => ((now += 941_600), 'done'))).toBe('done');
  await expect(
    watch.during('browser tests', () => ((now += 59_400), Promise.reject(new Error('lost')))),
  ).rejects.toThrow('lost');
  expect(watch.told()).toBe('Took 16 min 41 s: Jest 15 min 42 s, browser tests 59 s');
});
