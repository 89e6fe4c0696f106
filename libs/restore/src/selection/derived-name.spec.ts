import fc from 'fast-check';
import { derivedName } from './derived-name';

const free = (): boolean => false;
const long = 'sixty-three-bytes-sixty-three-bytes-sixty-three-bytes-sixty-thr';

describe('the name of what belongs to a table under another name', () => {
  it.each([
    ['orders_id_seq', 'orders', 'orders2', 'orders2_id_seq'],
    ['latest', 'orders', 'orders2', 'orders2_latest'],
    ['ordersfoo', 'orders', 'orders2', 'orders2_ordersfoo'],
    ['Table "quoted"_pkey', 'Table "quoted"', 'plain', 'plain_pkey'],
    ['t_pkey', 't', long, 'sixty-three-bytes-sixty-three-bytes-sixty-three-bytes-sixt_pkey'],
    [`${long.slice(0, 58)}_pkey`, long, 'short', 'short_pkey'],
  ])('%s of %s under %s is %s', (name, from, to, expected) => {
    expect(derivedName(name, { from, to }, free)).toBe(expected);
  });

  it('gets a number when it is taken', () => {
    const taken = new Set(['b_x', 'b_x_1']);
    expect(derivedName('a_x', { from: 'a', to: 'b' }, (name) => taken.has(name))).toBe('b_x_2');
  });

  it('is never longer than 63 bytes, never cut inside a character, never one that is taken', () => {
    const name = fc
      .string({ unit: fc.constantFrom('a', '_', 'ü', '表', '😀', '"'), minLength: 1, maxLength: 63 })
      .filter((text) => Buffer.byteLength(text) <= 63);
    fc.assert(
      fc.property(name, name, name, fc.nat(12), (old, from, to, collisions) => {
        const taken = new Set<string>();
        for (let n = 0; n <= collisions; n++) {
          const derived = derivedName(old, { from, to }, (candidate) => taken.has(candidate));
          expect(Buffer.byteLength(derived)).toBeLessThanOrEqual(63);
          expect(Buffer.from(derived).toString()).toBe(derived);
          expect(taken.has(derived)).toBe(false);
          taken.add(derived);
        }
      }),
    );
  });
});
