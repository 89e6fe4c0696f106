import fc from 'fast-check';
import { archiveFileName, slugOf } from './identity';
import { isArchiveName, memberFileName, memberKinds, parseMemberName, plainSqlName, type MemberSpec } from './members';
import { readTarHeader, tarHeader } from './tar';
import { smallIdentity } from './testing';

const specs = fc.record(
  {
    group: fc.constantFrom('platform', 'sql', 'optional'),
    kind: fc.constantFrom(...memberKinds),
    name: fc.string({ unit: 'binary', maxLength: 130 }),
  },
  { requiredKeys: ['group', 'kind'] },
) as fc.Arbitrary<MemberSpec>;
const stored = fc.record({ method: fc.constantFrom('zstd', 'gzip'), age: fc.boolean() }) as fc.Arbitrary<{
  method: 'zstd' | 'gzip';
  age: boolean;
}>;
const numbers = fc.integer({ min: 1, max: 99_999_999 });

describe('member names', () => {
  it('are what readers accept, fit a plain tar header and give nothing away when encrypted', () => {
    fc.assert(
      fc.property(specs, numbers, stored, (spec, number, how) => {
        const name = memberFileName(spec, number, how);
        expect(name.length).toBeLessThan(100);
        expect(parseMemberName(name)).toMatchObject({ group: spec.group, kind: spec.kind, number, ...how });
        if (how.age) expect(parseMemberName(name)?.name).toBeNull();
        const header = tarHeader({ name, size: 1, mtime: new Date(0) });
        expect(readTarHeader(header)).toMatchObject({ name, size: 1, exact: true });
      }),
    );
  });

  it('sort in the order of their numbers', () => {
    const name = (number: number): string =>
      memberFileName({ group: 'sql', kind: 'data' }, number, { method: 'zstd', age: false });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(Math.sign(a - b)).toBe(name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
      }),
    );
  });

  it('of anything else are no names of an archive', () => {
    for (const name of ['', '.', 'END/', 'sql/', 'sql/00000001-data-../../x.sql.zst', 'sql/00000001-data-.sql.zst']) {
      expect(isArchiveName(name)).toBe(false);
    }
    fc.assert(fc.property(fc.string(), (name) => expect(isArchiveName(`x${name}`)).toBe(false)));
  });

  it('lose the marks of storage when extracted', () => {
    expect(plainSqlName('sql/00000001-data-public.a.sql.zst')).toBe('sql/00000001-data-public.a.sql');
    expect(plainSqlName('sql/00000001-data.sql.gz.age')).toBe('sql/00000001-data.sql');
    expect(plainSqlName('README.txt')).toBe('README.txt');
  });
});

describe('archive names', () => {
  it('tell project, time, id and attempt', () => {
    expect(archiveFileName(smallIdentity)).toBe('shop_20260801T020304Z_0197f3a25b1c4d2e-1.tar');
  });

  it.each([
    ['Shop', 'shop'],
    ['Müller & Söhne GmbH', 'muller-sohne-gmbh'],
    ['../../etc', 'etc'],
    ['日本', 'project'],
    ['', 'project'],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('make a slug of %j', (text, slug) => {
    expect(slugOf(text)).toBe(slug);
  });

  it('have slugs of 1 to 40 plain characters, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(slugOf(text)).toMatch(/^[a-z0-9-]{1,40}$/)));
  });
});
