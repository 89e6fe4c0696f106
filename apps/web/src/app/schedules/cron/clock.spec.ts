import { readClock } from './clock';

describe('P-WEB-400 a time of the day', () => {
  it.each([
    ['02:30', '02:30'],
    ['2:30', '02:30'],
    ['0230', '02:30'],
    [' 23:59 ', '23:59'],
    ['24:00', null],
    ['12:60', null],
    // On the way to 10:30.
    ['103', null],
    ['10:3', null],
    ['', null],
    ['noon', null],
  ])('%p is %p', (text, clock) => expect(readClock(text)).toBe(clock));
});
