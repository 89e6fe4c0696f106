import { oddityOf } from './json-problems';

const fields = (count: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, n])));
const list = (count: number): string => JSON.stringify({ a: Array.from({ length: count }, () => ({})) });

describe('P-HOSTILE-2: a body that would keep the service busy', () => {
  it('is refused for more than 200 fields in one object', () => {
    expect(oddityOf(fields(200))).toBeNull();
    expect(oddityOf(fields(201))).toBe('it has an object of more than 200 fields');
    expect(oddityOf(`{"a":[${fields(201)}]}`)).toBe('it has an object of more than 200 fields');
  });

  it('is refused for more than 1,000 items in one list', () => {
    expect(oddityOf(list(1_000))).toBeNull();
    expect(oddityOf(list(1_001))).toBe('it has a list of more than 1000 items');
  });

  it('is refused for more than 50,000 values in all', () => {
    const most = { a: Array.from({ length: 100 }, () => ({ b: Array.from({ length: 500 }, () => 1) })) };
    expect(oddityOf(JSON.stringify(most))).toBeNull();
    const more = { a: Array.from({ length: 100 }, () => ({ b: Array.from({ length: 502 }, () => 1) })) };
    expect(oddityOf(JSON.stringify(more))).toBe('it has more than 50000 values');
  });

  it('commas in texts count for nothing', () => {
    expect(oddityOf(JSON.stringify({ notes: ',{}[]"'.repeat(60_000) }))).toBeNull();
  });
});
