import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { inTwoLanes } from './static-checks.mjs';

/** @param {{ title: string, after?: string }[]} all @returns what began and ended, in this order; each ends when the test says so */
function lanes(all) {
  /** @type {string[]} */
  const happened = [];
  /** @type {Map<string, (error?: Error) => void>} */
  const end = new Map();
  const whole = inTwoLanes(all, ({ title }) => {
    happened.push(`begin ${title}`);
    return new Promise((resolve, reject) => end.set(title, (error) => (error ? reject(error) : resolve())));
  });
  return {
    happened,
    whole,
    /** @param {string} title @param {Error} [error] */
    async end(title, error) {
      end.get(title)?.(error);
      await setImmediate();
    },
  };
}

it('two checks run at a time, in their order', async () => {
  const run = lanes([{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
  expect(run.happened).toEqual(['begin a', 'begin b']);
  await run.end('b');
  expect(run.happened.slice(2)).toEqual(['begin c']);
  await run.end('a');
  await run.end('c');
  await run.whole;
});

it('one that comes after another one waits for its end, and lets the others pass', async () => {
  const run = lanes([{ title: 'a' }, { title: 'b', after: 'a' }, { title: 'c' }]);
  expect(run.happened).toEqual(['begin a', 'begin c']);
  await run.end('c');
  expect(run.happened).toHaveLength(2);
  await run.end('a');
  expect(run.happened.slice(2)).toEqual(['begin b']);
  await run.end('b');
  await run.whole;
});

it('a check that can not be made, and one that waits for what is not there, end all', async () => {
  const run = lanes([{ title: 'a' }]);
  const ended = expect(run.whole).rejects.toThrow('no such program');
  await run.end('a', new Error('no such program'));
  await ended;
  await expect(inTwoLanes([{ title: 'x', after: 'y' }], () => Promise.resolve())).rejects.toThrow(
    'Nothing ends before x.',
  );
});
