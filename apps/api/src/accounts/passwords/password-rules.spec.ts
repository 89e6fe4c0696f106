import fc from 'fast-check';
import { commonPasswords } from './common-passwords';
import { passwordProblem } from './password-rules';

describe('a new password', () => {
  it.each([
    ['eleven char', /11 characters; at least 12/],
    ['x'.repeat(129), /129 characters; at most 128/],
    ['backup-supabase-1', /belong to this service/],
    ['Stowbase-Backup-2026!', /belong to this service/],
    ['P0stgr3sql-@dm1n', /belong to this service/],
    ['password123456', /most common/],
    ['PasswordPassword', /most common/],
    ['p@ssw0rd!!!!!!!', /most common/],
    ['dragon-monkey', /most common/],
    ['qwertyuiopasdf', /most common/],
    ['123456789012', /most common/],
    ['mnbvcxzlkjhgfdsa', /most common/],
    ['aaaaaaaaaaaaaaaa', /most common/],
    ['1qaz2wsx3edc', /most common/],
    ['a\u0000b5rt8kwq92mzx', /control characters/],
    ['line\nbreak is no sign', /control characters/],
    ['\ud800lone surrogate here', /control characters/],
  ])('H44 %j is refused with the reason', (password, reason) => {
    expect(passwordProblem(password)).toMatch(reason);
  });

  it.each([
    'seven quiet herons at dawn',
    'x7#kQ9!mZ2vB',
    'ein größeres Schloss',
    'пароль из пяти слов тут',
    '🦀🐙🦑🐠🐟🐡🦐🦞🐚🐳🐬🦈',
    `${'abcdefg hij klm '.repeat(8)}`,
    'correct horse battery staple',
    '8402957713640281',
  ])('H44 %j is accepted', (password) => {
    expect(passwordProblem(password)).toBeNull();
  });

  it('H44 is not made of the address and the name of the user', () => {
    expect(passwordProblem('rosalind-franklin-25', ['rosalind@example.org', 'Rosalind Franklin'])).toMatch(
      /belong .* to you/,
    );
    expect(passwordProblem('rosalind-franklin-25', ['somebody@example.org'])).toBeNull();
  });

  it('H44 is none of the 3,000 most common ones, whatever digits and signs stand around it', () => {
    const common = [...commonPasswords];
    expect(common.length).toBeGreaterThanOrEqual(3_000);
    const padding = fc.stringMatching(/^[0-9!?.#_-]{0,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...common), padding, padding, fc.boolean(), (word, before, after, loud) => {
        const password = `${before}${loud ? word.toUpperCase() : word}${after}`;
        fc.pre(/\p{L}/u.test(word.at(0)!) && /\p{L}/u.test(word.at(-1)!));
        expect(passwordProblem(password)).not.toBeNull();
      }),
    );
    for (const word of common) expect(passwordProblem(word)).not.toBeNull();
  });

  it('is almost always accepted when it is random', () => {
    const text = fc.stringMatching(/^[a-zA-Z0-9]{16}$/).filter((value) => new Set(value.toLowerCase()).size > 9);
    fc.assert(fc.property(text, (password) => passwordProblem(password) === null || /\d{8}/.test(password)));
  });

  it('is measured as it is stored: composed, by characters', () => {
    expect(passwordProblem('e\u0301'.repeat(11))).toMatch(/has 11 characters/);
    expect(passwordProblem('🦀'.repeat(11))).toMatch(/has 11 characters/);
  });
});
