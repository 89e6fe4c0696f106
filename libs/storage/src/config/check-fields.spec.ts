import fc from 'fast-check';
import { exampleDriver } from '../testing/example/example-driver';
import { checkFields, type CheckedConfig } from './check-fields';
import type { ConfigProblems, FieldMessage } from './config-problems';
import { parseBytes } from './parse-bytes';

const { fields } = exampleDriver;
const right = { endpoint: 'https://example.org', user: 'me', secretKey: 'k' };

const check = (change: Record<string, unknown>): CheckedConfig => checkFields(fields, { ...right, ...change });
const problemsOf = (input: unknown): readonly FieldMessage[] => {
  try {
    checkFields(fields, input);
  } catch (cause) {
    return (cause as ConfigProblems).problems;
  }
  return [];
};

describe('checking the settings of a destination', () => {
  it('tells all problems at once, each with its field and a sentence', () => {
    expect(
      problemsOf({
        endpoint: 'ftp://example.org',
        user: 'x',
        parts: 0,
        pathStyle: 'maybe',
        region: 'mars',
        folder: 'A1',
        colour: 'red',
      }),
    ).toEqual([
      { field: 'endpoint', message: 'Address must be an address that begins with https:// or http://.' },
      { field: 'user', message: 'User is shorter than 2 characters.' },
      { field: 'secretKey', message: 'Secret key is missing.' },
      { field: 'parts', message: 'Parts at once must be 1 or more.' },
      { field: 'pathStyle', message: 'Path style must be true or false.' },
      { field: 'region', message: 'Region must be one of eu, us.' },
      { field: 'folder', message: 'Folder may only have letters and "/".' },
      { field: 'colour', message: 'There is no setting "colour".' },
    ]);
  });

  it.each([null, undefined, 'text', 7, [], [{}]])('refuses %j, which is no object', (input) => {
    expect(problemsOf(input)).toHaveLength(1);
  });

  it.each([{}, [], { a: 1 }, ['x']])('refuses %j as a single value', (value) => {
    expect(problemsOf({ ...right, user: value })).toEqual([{ field: 'user', message: 'User must be a single value.' }]);
  });

  it('reads texts of the environment, and fills in what is not given', () => {
    const { config } = check({
      parts: ' 8 ',
      pathStyle: 'true',
      maxSize: '2 GiB',
      region: 'us',
      folder: ' a/b ',
      user: ' me ',
    });
    expect(config).toMatchObject({
      parts: 8,
      pathStyle: true,
      maxSize: 2 ** 31,
      region: 'us',
      folder: 'a/b',
      user: 'me',
    });
    expect(check({ parts: '', region: null, maxSize: '  ' }).config).toMatchObject({ parts: 4, region: 'eu' });
    expect(check({}).config).not.toHaveProperty('maxSize');
  });

  it.each([
    ['parts', 17],
    ['parts', 1.5],
    ['parts', 'many'],
    ['parts', true],
    ['maxSize', '3 bananas'],
    ['maxSize', -1],
    ['user', 'line\nbreak'],
    ['user', 'x'.repeat(41)],
    ['user', 7],
  ])('refuses %s = %j', (field, value) => {
    expect(problemsOf({ ...right, [field]: value })).toMatchObject([{ field }]);
  });

  it('a field that depends on another exists only with it', () => {
    const account = '{"type":"service_account"}';
    expect(check({ signInBy: 'account', account }).config).toMatchObject({ account });
    expect(problemsOf({ ...right, signInBy: 'account' })).toMatchObject([{ field: 'account' }]);
    expect(problemsOf({ ...right, account })).toEqual([
      { field: 'account', message: 'Service account has no meaning with the other settings: leave it out.' },
    ]);
  });

  it.each(['not json', '[1]', '"text"', '{"a":'])('refuses %j as a JSON file, and does not repeat it', (account) => {
    const problems = problemsOf({ ...right, signInBy: 'account', account });
    expect(problems).toEqual([
      { field: 'account', message: 'Service account must be the text of a JSON file, from { to }.' },
    ]);
  });

  it('names of the language are no settings', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const input = JSON.parse(`{"${name}":"x"}`) as Record<string, unknown>;
      expect(problemsOf({ ...right, ...input, [name]: 'x' }).map(({ field }) => field)).toContain(name);
    }
  });
});

describe('H12 an address', () => {
  it.each([
    ['https://example.org', 'https://example.org'],
    [' https://Example.ORG:443/ ', 'https://example.org'],
    ['http://localhost:9000', 'http://localhost:9000'],
    ['https://[2001:db8::1]:9000', 'https://[2001:db8::1]:9000'],
  ])('%j is kept as %j', (endpoint, kept) => {
    expect(check({ endpoint }).config['endpoint']).toBe(kept);
  });

  it.each([
    ['ftp://example.org', /begins with https/],
    ['file:///etc/passwd', /begins with https/],
    ['example.org', /begins with https/],
    ['https:example.org', /begins with https/],
    ['https://', /begins with https/],
    ['https://user:canary-pass@example.org', /user name or password/],
    ['https://example.org/bucket', /end after the host and port/],
    ['https://example.org?x=1', /"\?" or "#"/],
    ['https://example.org/?', /"\?" or "#"/],
    ['https://example.org#x', /"\?" or "#"/],
  ])('refuses %j with the reason, and never repeats it', (endpoint, reason) => {
    const problems = problemsOf({ ...right, endpoint });
    expect(problems).toMatchObject([{ field: 'endpoint', message: expect.stringMatching(reason) as string }]);
    expect(problems[0]!.message).not.toContain('canary-pass');
  });

  it('a path is allowed where the field says so', () => {
    const [endpoint] = fields;
    const { config } = checkFields([{ ...endpoint!, allowPath: true }], { endpoint: 'https://host/cloud/dav//' });
    expect(config['endpoint']).toBe('https://host/cloud/dav');
  });
});

describe('H17 a pasted secret', () => {
  it.each(['canary\n', 'canary\r\n', '  canary', 'canary ', '\tcanary\u00a0'])(
    '%j is trimmed, and that is said',
    (secretKey) => {
      const { config, notices } = check({ secretKey });
      expect(config['secretKey']).toBe('canary');
      expect(notices).toEqual([
        { field: 'secretKey', message: 'Secret key had spaces or line breaks around it, which were taken off.' },
      ]);
    },
  );

  it('one without them is kept as it is, spaces inside too, and nothing is said', () => {
    const { config, notices } = check({ secretKey: 'canary in a mine' });
    expect(config['secretKey']).toBe('canary in a mine');
    expect(notices).toEqual([]);
  });

  it('one with a line break inside is refused and not repeated', () => {
    expect(problemsOf({ ...right, secretKey: 'canary\nin two lines' })).toEqual([
      { field: 'secretKey', message: 'Secret key holds a line break or another control character.' },
    ]);
  });

  it('whatever is given, no message repeats a secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.anything(), (noise, anything) => {
        const secretKey = `${noise}canary-3f9a${noise}`;
        const given = { ...right, secretKey, account: secretKey, parts: anything, endpoint: noise };
        expect(JSON.stringify(problemsOf(given))).not.toContain('canary-3f9a');
      }),
    );
  });
});

describe('sizes', () => {
  it.each([
    ['0', 0],
    ['1048576', 1_048_576],
    ['500 MB', 500_000_000],
    ['1.5 GiB', 1_610_612_736],
    ['2tb', 2e12],
    ['10 b', 10],
  ])('%s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each(['', 'MB', '-1', '1e9', '1,5 GB', '5 PB', '1  MB', 'constructor', '1 constructor'])('no size: %j', (text) => {
    expect(parseBytes(text)).toBeNull();
  });
});
