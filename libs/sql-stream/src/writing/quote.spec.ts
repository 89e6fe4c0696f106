import fc from 'fast-check';
import { splitStatements } from '../scanner/split-statements';
import { Tokens } from '../statement/tokens';
import { dollarQuote, quoteIdent, quoteLiteral } from './quote';

const sql = fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '_', '1', 'a', ';', '\n', 'é', '$_$', '$_1$') });

describe('quoting', () => {
  it.each([
    ['quoteIdent', quoteIdent],
    ['quoteLiteral', quoteLiteral],
    ['dollarQuote', dollarQuote],
  ])('%s keeps any text in one token', (_name, quote) => {
    fc.assert(
      fc.property(sql, (text) => {
        const parts = splitStatements(Buffer.from(`SELECT ${quote(text)};SELECT 1;`));
        expect(parts).toHaveLength(2);
      }),
    );
  });

  it('quoteIdent gives the name back', () => {
    fc.assert(fc.property(sql, (text) => expect(new Tokens(quoteIdent(text)).next().value).toBe(text)));
  });

  it('quoteLiteral writes E only for backslashes', () => {
    expect(quoteLiteral("it's")).toBe("'it''s'");
    expect(quoteLiteral("\\'")).toBe("E'\\\\'''");
  });

  it('dollarQuote takes a tag that is not in the body, not even across its end', () => {
    expect(dollarQuote('a')).toBe('$_$a$_$');
    expect(dollarQuote('a $_$')).toBe('$_1$a $_$$_1$');
    expect(dollarQuote('a$_')).toBe('$_1$a$_$_1$');
  });
});
