import fc from 'fast-check';
import { checkKey, checkPrefix, keyProblem } from './keys';

describe('keys of objects', () => {
  it.each(['a', 'project/2026/backup.tar', 'with space', 'ümlaut/🐘', '.hidden', 'a..b', '...', 'x'.repeat(200)])(
    'accepts %j',
    (key) => {
      expect(checkKey(key)).toBe(key);
    },
  );

  it.each([
    ['', /is empty/],
    ['/abs', /begins with/],
    ['a//b', /empty part/],
    ['a/', /empty part/],
    ['../x', /a part "\.\."/],
    ['a/../b', /a part "\.\."/],
    ['./a', /a part "\."/],
    ['a\\b', /backslash/],
    ['a\0b', /control character/],
    ['a\nb', /control character/],
    ['\ud800', /not valid Unicode/],
    ['x'.repeat(201), /a part longer than 200 bytes/],
    ['ü'.repeat(101), /a part longer than 200 bytes/],
    [Array.from({ length: 91 }, () => '123456789').join('/') + '/x', /longer than 900 bytes/],
  ])('refuses %j', (key, problem) => {
    expect(() => checkKey(key)).toThrow(problem);
    expect(keyProblem(key)).not.toBeNull();
  });

  it('P-STORE-7 whatever is accepted stays below its folder on a file system and in a URL', () => {
    const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('..', '.', '', '\\', '%2e%2e'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const key = parts.join('/');
        if (keyProblem(key) !== null) return;
        expect(new URL(key.split('/').map(encodeURIComponent).join('/'), 'https://host/base/').pathname).toMatch(
          /^\/base\/./,
        );
        expect(key.split('/')).not.toContain('..');
        expect(Buffer.from(key).toString()).toBe(key);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('H16 the prefix of a destination', () => {
  it.each([
    ['', ''],
    ['team', 'team'],
    ['team/', 'team'],
    ['team/a b/🐘', 'team/a b/🐘'],
  ])('%j is kept as %j', (given, kept) => {
    expect(checkPrefix(given)).toBe(kept);
  });

  it.each(['../x', '/abs', '/', 'a//b', 'a//', 'x/../y', 'a\\b', 'x'.repeat(1_100)])(
    'refuses %j, and names the field and the rule',
    (given) => {
      let refused: unknown;
      try {
        checkPrefix(given);
      } catch (cause) {
        refused = cause;
      }
      expect(refused).toMatchObject({ kind: 'invalid-config', field: 'prefix' });
      expect((refused as Error).message).toMatch(/^The prefix .+\.$/);
    },
  );
});
