import fc from 'fast-check';
import { cleanPasted, edited, masked } from './masked-text';
import { splitConnection } from './split-connection';

const show = (text: string): string => masked(text, splitConnection(text).secrets);
const host = 'aws-0-eu-central-1.pooler.supabase.com';
const user = 'postgres.abcdefghijklmnopqrst';
/** Whatever people have as a password, long enough that it stands nowhere else by chance. */
const password = fc
  .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
  .filter((text) => !/[\r\n]/.test(text) && !/^\[?(your|db|database)/i.test(text) && text.trim().length >= 8);

describe('P-WEB-200 what is shown of a connection string', () => {
  it('never holds the password, whatever characters it has, encoded or not', () => {
    fc.assert(
      fc.property(password, fc.boolean(), (secret, encode) => {
        const written = encode ? encodeURIComponent(secret) : secret;
        const shown = show(`postgresql://${user}:${written}@${host}:5432/postgres?sslmode=require`);
        expect(shown).not.toContain(written);
        expect(shown).not.toContain(secret);
        expect(shown).toContain(`@${host}:5432/postgres?sslmode=require`);
      }),
    );
  });

  it('never holds a password that is half typed, or the value of a parameter that may be one', () => {
    expect(show('postgresql://postgres:half-typed')).toBe('postgresql://postgres:••••••••••');
    expect(show('postgresql://u@h/db?password=hunter2&sslmode=require')).toBe(
      'postgresql://u@h/db?password=•••••••&sslmode=require',
    );
  });

  it('is nothing at all of a text that is no connection string: it may be the password alone', () => {
    expect(show('correct horse')).toBe('•••••••••••••');
    expect(show('postgre')).toBe('postgre');
    expect(show('postgres://')).toBe('postgres://');
  });

  it('shows the words that Supabase puts where the password belongs', () => {
    expect(show(`postgresql://postgres:[YOUR-PASSWORD]@${host}:5432/postgres`)).toContain('[YOUR-PASSWORD]');
    expect(splitConnection('postgresql://postgres:[YOUR-PASSWORD]@h/d').password).toBe('placeholder');
  });
});

describe('P-WEB-201 a masked text that is edited', () => {
  it('is the same as the real one edited at the same place, however it is typed, cut and pasted over', () => {
    const edit = fc.record({
      from: fc.nat(80),
      length: fc.nat(20),
      text: fc.string({ maxLength: 12 }).filter((text) => !text.includes('•')),
    });
    fc.assert(
      fc.property(password, fc.array(edit, { maxLength: 12 }), (secret, edits) => {
        let real = `postgresql://postgres:${secret}@db.example.com:5432/postgres`;
        for (const { from, length, text } of edits) {
          const shown = show(real);
          const [start, end] = [Math.min(from, real.length), Math.min(from + length, real.length)];
          const wanted = real.slice(0, start) + text + real.slice(end);
          const shownNow = shown.slice(0, start) + text + shown.slice(end);
          expect(edited(real, shown, shownNow, start + text.length)).toBe(wanted);
          real = wanted;
        }
      }),
    );
  });

  it('is taken as it is when a program replaces it and leaves the caret anywhere', () => {
    expect(edited('postgresql://a:b@c/d', 'postgresql://a:•@c/d', 'postgresql://x:y@z/q', 0)).toBe(
      'postgresql://x:y@z/q',
    );
  });
});

describe('what is pasted', () => {
  it.each([
    ['  postgresql://u:p@h/d \n', 'postgresql://u:p@h/d'],
    ['DATABASE_URL="postgresql://u:p@h/d?pgbouncer=true"', 'postgresql://u:p@h/d?pgbouncer=true'],
    ["psql 'postgresql://u:p@h/d' -c x", 'postgresql://u:p@h/d'],
    ['export DB=postgres://u:p@h/d ; ls', 'postgres://u:p@h/d'],
    ['postgresql://u:p w@h/d', 'postgresql://u:p w@h/d'],
    ['nothing of the kind', 'nothing of the kind'],
  ])('%s becomes %s', (text, clean) => expect(cleanPasted(text)).toBe(clean));
});
