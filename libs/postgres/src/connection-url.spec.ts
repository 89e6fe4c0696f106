import fc from 'fast-check';
import { inspect } from 'node:util';
import { formatConnectionUrl } from './format-url';
import { parseConnectionUrl, type ParseOptions } from './connection-url';
import { PostgresError, type PostgresErrorCode } from './postgres-error';
import { tlsModes, type ConnectionSettings } from './settings';

const ref = 'abcdefghijklmnopqrst';
const direct = `db.${ref}.supabase.co`;
const pooler = 'aws-0-eu-central-1.pooler.supabase.com';

function refusal(text: string, options?: ParseOptions): PostgresError {
  try {
    parseConnectionUrl(text, options);
  } catch (error) {
    if (error instanceof PostgresError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a connection URL that has one reading', () => {
  it('gives host, port, user, password and database', () => {
    const { settings, warnings } = parseConnectionUrl(`postgresql://postgres.${ref}:s3cret@${pooler}:5432/postgres`);
    expect(settings).toEqual({
      host: pooler,
      port: 5432,
      user: `postgres.${ref}`,
      password: 's3cret',
      database: 'postgres',
      tls: { mode: 'require' },
    });
    expect(warnings).toEqual([]);
  });

  it('takes the allowed parameters', () => {
    const { settings } = parseConnectionUrl(
      'postgres://u@db.example.com/d?sslmode=verify-full&connect_timeout=7&application_name=night%20run',
    );
    expect(settings).toMatchObject({
      port: 5432,
      tls: { mode: 'verify-full' },
      connectTimeoutSeconds: 7,
      applicationName: 'night run',
    });
    expect(settings).not.toHaveProperty('password');
  });

  it('removes white space around it and says so', () => {
    expect(parseConnectionUrl(' postgresql://u:p@localhost/d\n').warnings).toEqual([
      expect.objectContaining({ code: 'WHITESPACE_TRIMMED' }),
    ]);
  });

  it('ignores what other programs put there and says so', () => {
    const { warnings } = parseConnectionUrl('postgresql://u:p@localhost/d?pgbouncer=true&supa=base-pooler.x');
    expect(warnings.map((warning) => warning.code)).toEqual(['PARAMETER_IGNORED', 'PARAMETER_IGNORED']);
  });

  it.each([
    ['localhost', 'prefer'],
    ['127.0.0.1', 'prefer'],
    ['[::1]', 'prefer'],
    ['10.1.2.3', 'prefer'],
    ['postgres', 'prefer'],
    ['db.lan', 'prefer'],
    ['8.8.8.8', 'require'],
    ['[2001:db8::1]', 'require'],
    ['db.example.com', 'require'],
    ['172.32.0.1', 'require'],
  ])('connects to %s with sslmode %s unless the URL says otherwise', (host, mode) => {
    expect(parseConnectionUrl(`postgresql://u:p@${host}/d`).settings.tls.mode).toBe(mode);
  });

  it("checks certificate and name by default once a CA is given; Supabase's CA counts for its hosts only", () => {
    const tls = (host: string, options: ParseOptions) =>
      parseConnectionUrl(`postgresql://u:p@${host}/d`, options).settings.tls;
    expect(tls('db.example.com', { ca: 'PEM' })).toEqual({ mode: 'verify-full', ca: 'PEM' });
    expect(tls(direct, { supabaseCa: 'PEM' })).toEqual({ mode: 'verify-full', ca: 'PEM' });
    expect(tls('db.example.com', { supabaseCa: 'PEM' })).toEqual({ mode: 'require' });
  });

  it('warns that the direct host may be IPv6 only', () => {
    expect(parseConnectionUrl(`postgresql://postgres:p@${direct}/postgres`).warnings).toEqual([
      expect.objectContaining({ code: 'IPV6_ONLY' }),
    ]);
  });
});

describe('H01 passwords', () => {
  const hard = `p@/#%:? '"\\äöü€😀&=+[]`;

  it('are read when percent-encoded, whatever they hold', () => {
    const { settings } = parseConnectionUrl(`postgresql://u:${encodeURIComponent(hard)}@localhost/d`);
    expect(settings.password).toBe(hard);
  });

  it.each([':', ' ', "'", '"', '\\', 'ä', '😀', '&', '=', '+', '[', ']'])(
    'are read raw with %s in them',
    (character) => {
      expect(parseConnectionUrl(`postgresql://u:be${character}hind@localhost/d`).settings.password).toBe(
        `be${character}hind`,
      );
    },
  );

  it.each(['@', '/', '#', '?', '%', '@/', 'a@b@c', '%zz', '/x?y#z'])(
    'are refused raw with %s in them, with the fields filled in and the password masked',
    (part) => {
      const error = refusal(`postgresql://post%20gres:canary${part}SECRET@db.example.com:6000/my%20db?sslmode=require`);
      expect(error.code).toBe('URL_AMBIGUOUS');
      expect(error.nextStep).toContain('%40');
      expect(error.fields).toEqual({
        host: 'db.example.com',
        port: 6000,
        user: 'post gres',
        password: '••••',
        database: 'my db',
      });
      expect(inspect(error, { depth: 9 })).not.toMatch(/canary|SECRET/);
    },
  );

  it.each(['[YOUR-PASSWORD]', 'YOUR_PASSWORD', '%5BYOUR-PASSWORD%5D'])(
    'are missing when the placeholder %s stands there',
    (text) => {
      expect(refusal(`postgresql://u:${text}@localhost/d`).code).toBe('PASSWORD_PLACEHOLDER');
    },
  );

  it.each(['a%00b', 'a%0Ab', 'a%0Db'])('cannot hold %s', (text) => {
    expect(refusal(`postgresql://u:${text}@localhost/d`).code).toBe('PASSWORD_INVALID');
  });
});

const refused: [id: string, text: string, code: PostgresErrorCode, says?: RegExp][] = [
  ['H02', 'https://u:p@db.example.com/d', 'URL_SCHEME', /must start with postgresql:\/\//],
  ['H02', 'mysql://u:p@db.example.com/d', 'URL_SCHEME', /must start with postgresql:\/\//],
  ['H02', '', 'URL_SCHEME', /must start with postgresql:\/\//],
  ['H02', 'x'.repeat(10_240), 'URL_SCHEME', /must start with postgresql:\/\//],
  ['H02', 'host=db.example.com dbname=d', 'URL_SCHEME', /must start with postgresql:\/\//],
  ['H02', `postgresql://u:${'x'.repeat(10_240)}@h/d`, 'URL_TOO_LONG'],
  ['H03', 'postgresql://u:p@h/d?sslrootcert=/etc/passwd', 'PARAMETER_NOT_ALLOWED', /sslrootcert/],
  ['H03', 'postgresql://u:p@h/d?sslkey=/etc/passwd', 'PARAMETER_NOT_ALLOWED', /sslkey/],
  ['H03', 'postgresql://u:p@h/d?sslcert=x', 'PARAMETER_NOT_ALLOWED', /sslcert/],
  ['H03', 'postgresql://u:p@h/d?passfile=x', 'PARAMETER_NOT_ALLOWED', /passfile/],
  ['H03', 'postgresql://u:p@h/d?service=x', 'PARAMETER_NOT_ALLOWED', /service/],
  ['H03', 'postgresql://u:p@h/d?options=-c%20x', 'PARAMETER_NOT_ALLOWED', /options/],
  ['H03', 'postgresql://u:p@h/d?host=evil.example.com', 'PARAMETER_NOT_ALLOWED', /host/],
  ['H03', 'postgresql://u:p@h/d?SSLMODE=disable', 'PARAMETER_NOT_ALLOWED', /SSLMODE/],
  ['H03', 'postgresql://u:p@h/d?sslmode=require&sslmode=disable', 'PARAMETER_INVALID', /twice/],
  ['H03', 'postgresql://u:p@h/d?sslmode=no-verify', 'PARAMETER_INVALID', /verify-full/],
  ['H03', 'postgresql://u:p@h/d?connect_timeout=0', 'PARAMETER_INVALID', /connect_timeout/],
  ['H04', 'postgresql://u:p@db.example.com/d?sslmode=disable', 'TLS_WEAK', /disable/],
  ['H04', 'postgresql://u:p@db.example.com/d?sslmode=prefer', 'TLS_WEAK', /prefer/],
  ['H04', 'postgresql://u:p@8.8.8.8/d?sslmode=allow', 'TLS_WEAK', /allow/],
  ['H05', 'postgresql://u:p@-oProxyCommand=x/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@a=b/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@a,b/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@%2Fvar%2Frun/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@a\0b/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@a\nb/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@2130706433/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@0x7f.1/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@[::1%25eth0]/d', 'HOST_INVALID'],
  ['H05', 'postgresql://u:p@[localhost]:x/d', 'PORT_INVALID'],
  ['H05', 'postgresql://u:p@/d', 'URL_INCOMPLETE'],
  ['H07', 'postgresql://u:p@h:0/d', 'PORT_INVALID', /1 to 65535/],
  ['H07', 'postgresql://u:p@h:65536/d', 'PORT_INVALID'],
  ['H07', 'postgresql://u:p@h:5432abc/d', 'PORT_INVALID'],
  ['H07', 'postgresql://u:p@h:/d', 'PORT_INVALID'],
  ['H08', `postgresql://postgres:p@${pooler}/postgres`, 'POOLER_USER'],
  ['H08', `postgresql://postgres.:p@${pooler}/postgres`, 'POOLER_USER'],
  ['', 'postgresql://h/d', 'URL_INCOMPLETE', /no user/],
  ['', 'postgresql://:p@h/d', 'URL_INCOMPLETE', /no user/],
  ['', 'postgresql://u:p@h/a/b', 'URL_INVALID'],
  ['', 'postgresql://u:p@h/d#x', 'URL_INVALID'],
  ['', 'postgresql://u:p@h/%ff', 'URL_INVALID'],
];

describe('a connection URL that is refused', () => {
  it.each(refused.map(([id, text, code, says = /./]) => ({ id, text, code, says })))(
    '$id $text: $code',
    ({ text, code, says }) => {
      const error = refusal(text);
      expect(error).toMatchObject({ kind: 'input', code });
      expect(`${error.message} ${error.nextStep}`).toMatch(says);
    },
  );

  it('H04 weak TLS to a public host needs the explicit opt-in, and is then said', () => {
    const { warnings } = parseConnectionUrl('postgresql://u:p@db.example.com/d?sslmode=disable', {
      allowInsecure: true,
    });
    expect(warnings).toEqual([expect.objectContaining({ code: 'TLS_WEAK' })]);
  });

  it('F18 H07 the transaction pooler is refused with the same URL on port 5432', () => {
    const error = refusal(`postgresql://postgres.${ref}:canarySECRET@${pooler}:6543/postgres`);
    expect(error.code).toBe('POOLER_TRANSACTION_MODE');
    expect(error.suggestion).toBe(`postgresql://postgres.${ref}@${pooler}:5432/postgres?sslmode=require`);
    expect(inspect(error)).not.toContain('canarySECRET');
  });

  it('H07 the dedicated pooler on the direct host is refused without rewriting an IPv6-only host', () => {
    const error = refusal(`postgresql://postgres:p@${direct}:6543/postgres`);
    expect(error.code).toBe('POOLER_TRANSACTION_MODE');
    expect(error.suggestion).toBeUndefined();
    expect(error.nextStep).toContain('Session pooler');
  });

  it('H08 names the form the pooler user needs', () => {
    expect(refusal(`postgresql://backup:p@${pooler}/postgres`).nextStep).toContain('backup.<project-ref>');
  });

  it('without a database suggests the usual one', () => {
    expect(refusal(`postgresql://postgres:p@${direct}:5432`).suggestion).toContain('/postgres?');
  });
});

describe('H06 database names', () => {
  it.each(['--file=x', 'host=evil', 'postgresql://evil/x', "a b;c'd"])('%j is only a name', (name) => {
    expect(parseConnectionUrl(`postgresql://u:p@localhost/${encodeURIComponent(name)}`).settings.database).toBe(name);
  });
});

const carriable = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 40 })
  .filter((text) => text.isWellFormed() && !/[\0\r\n]/.test(text));
const host = fc.constantFrom('localhost', 'db.example.com', '10.0.0.7', '2001:db8::7', direct);

describe('for any user, password and database', () => {
  it('formatting and parsing give the same settings back', () => {
    const settings: fc.Arbitrary<ConnectionSettings> = fc.record({
      host,
      port: fc.integer({ min: 1, max: 65_535 }).filter((port) => port !== 6543),
      user: carriable,
      password: carriable.filter((password) => !/your|db|database/i.test(password)),
      database: carriable,
      tls: fc.record({ mode: fc.constantFrom(...tlsModes) }),
    });
    fc.assert(
      fc.property(settings, (given) => {
        const text = formatConnectionUrl(given, { includePassword: true });
        expect(parseConnectionUrl(text, { allowInsecure: true }).settings).toEqual(given);
      }),
    );
  });

  it('no text makes the parser throw anything but its own errors', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }).map((text) => `postgresql://${text}`),
      fc.stringMatching(/^postgres:\/\/[a@:/?#%[\]=&0-9.]{0,40}$/),
    );
    fc.assert(
      fc.property(anything, (text) => {
        try {
          parseConnectionUrl(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PostgresError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('the password never stands in an error, raw or encoded', () => {
    const secret = fc
      .tuple(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }))
      .map(([before, after]) => `${before}cAnArY${after}`);
    const ending = fc.constantFrom(
      '@h:0/d',
      '@a=b/d',
      '@h/d?options=x',
      `@${pooler}:6543/postgres`,
      '@h',
      '@h/d/e',
      '@db.example.com/d?sslmode=allow',
    );
    fc.assert(
      fc.property(secret, ending, fc.boolean(), (password, end, raw) => {
        const written = raw ? password : encodeURIComponent(password.toWellFormed());
        const error = refusal(`postgresql://user:${written}${end}`);
        expect(inspect(error, { depth: 9 })).not.toContain('cAnArY');
      }),
      { numRuns: 500 },
    );
  });
});
