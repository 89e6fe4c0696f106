import fc from 'fast-check';
import { Secrets } from './secrets';

describe('Secrets', () => {
  it('hides a password as it is, URL-encoded and as JSON writes it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' }), (password) => {
        const secrets = new Secrets();
        secrets.add(password);
        for (const form of [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1)]) {
          expect(secrets.redact(`before ${form} after`)).not.toContain(` ${form} `);
        }
      }),
    );
  });

  it('hides the longer of two secrets first, so that no rest is left', () => {
    const secrets = new Secrets();
    secrets.add('hunter');
    secrets.add('hunter2-and-more');
    expect(secrets.redact('pw hunter2-and-more')).toBe('pw ••••••');
  });

  it('leaves a password that is also the name of the user or database: it can’t be hidden', () => {
    const secrets = new Secrets();
    secrets.add('postgres', ['postgres', 'shop', 'localhost']);
    expect(secrets.redact('database postgres')).toBe('database postgres');
  });
});
