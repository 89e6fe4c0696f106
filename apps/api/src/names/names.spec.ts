import fc from 'fast-check';
import { cleanName, nameKey, nameProblem } from './names';
import { shown } from './shown';

describe('names (H31, H32)', () => {
  it.each([
    'Shop',
    'a',
    'Große Datenbank – «live»',
    'قاعدة البيانات',
    '👩‍👩‍👧 family',
    '<img src=x onerror=alert(1)>',
    '../../etc/passwd',
    "Robert'); DROP TABLE projects;--",
    'x'.repeat(100),
    '💾'.repeat(100),
  ])('%s is one, kept as it is: shown as text, it does nothing (H31)', (name) => {
    expect(nameProblem(name)).toBeNull();
    expect(cleanName(name)).toBe(name);
  });

  it.each([
    ['nothing', '', 'must not be empty'],
    ['only spaces', '  \t ', 'must not be empty'],
    ['only what is invisible', '\u200b\u2060\u00ad', 'must not be empty'],
    ['300 characters', 'x'.repeat(300), 'must be at most 100 characters long'],
    ['a right-to-left override', 'invoice\u202efdp.exe', /control characters or marks/],
    ['CR LF', 'a\r\nSet-Cookie: x', /control characters/],
    ['NUL', 'a\0b', /control characters/],
    ['a line separator', 'a\u2028b', /control characters/],
    ['half a character', 'a\ud800b', 'must not hold half a character'],
  ])('%s is none (H31, H32)', (_, name, problem) => {
    expect(nameProblem(name)).toMatch(problem);
  });

  it.each([
    ['Shop', ' shop '],
    ['Straße', 'STRASSE'.toLowerCase().replace('ss', 'ß')],
    ['Ｓｈｏｐ', 'shop'],
    ['café', 'cafe\u0301'],
    ['two  words', 'Two Words'],
    ['sh\u200bop', 'SHOP'],
    ['ﬁle', 'file'],
  ])('%s and %s are the same one (H31)', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  it('have a key that stays the same when keyed again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => nameKey(nameKey(name)) === nameKey(name)),
      { seed: 31 },
    );
  });

  it('that are accepted are shown as they are, and cleaning them again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(nameProblem(text) === null);
        const name = cleanName(text);
        return nameProblem(name) === null && cleanName(name) === name && shown(name) === name;
      }),
      { seed: 32 },
    );
  });

  it('H32: a shown text stays on one line and holds nothing that turns its direction', () => {
    expect(shown('a\r\nb\u202e\u0000')).toBe('a\\u000d\\u000ab\\u202e\\u0000');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = shown(text, 10_000);
        return line.isWellFormed() && !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(line);
      }),
      { seed: 33 },
    );
  });
});
