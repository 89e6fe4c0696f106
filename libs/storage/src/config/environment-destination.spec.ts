import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exampleDriver } from '../testing/example/example-driver';
import { environmentDestination } from './environment-destination';

const env = { EXAMPLE_ENDPOINT: 'https://example.org', EXAMPLE_USER: ' me ', EXAMPLE_SECRET_KEY: 'canary-3f9a' };

describe('P-CLI-20 a destination of the environment', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stowbase-env-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('has its settings from variables named after the fields', () => {
    const { settings, from, problems } = environmentDestination(exampleDriver, {
      ...env,
      EXAMPLE_PARTS: '8',
      OTHER: 'x',
    });
    expect(settings).toEqual({ endpoint: 'https://example.org', user: 'me', secretKey: 'canary-3f9a', parts: '8' });
    expect([...from.values()]).toEqual(['EXAMPLE_ENDPOINT', 'EXAMPLE_USER', 'EXAMPLE_SECRET_KEY', 'EXAMPLE_PARTS']);
    expect(problems).toEqual([]);
  });

  it('a secret may lie in a file; anything else may not', async () => {
    const file = path.join(folder, 'secret');
    await writeFile(file, 'canary-3f9a\n');
    const others = { ...env, EXAMPLE_SECRET_KEY: '' };
    const found = environmentDestination(exampleDriver, {
      ...others,
      EXAMPLE_SECRET_KEY_FILE: file,
      EXAMPLE_PREFIX_FILE: file,
    });
    expect(found.settings).toEqual({ endpoint: 'https://example.org', user: 'me', secretKey: 'canary-3f9a' });
    expect(found.from.get('secretKey')).toBe('EXAMPLE_SECRET_KEY_FILE');
    expect(found.problems).toEqual([]);
  });

  it('of which nothing is set names everything that is needed', () => {
    const { defined, problems } = environmentDestination(exampleDriver, { EXAMPLE_USER: '  ' });
    expect(defined).toBe(false);
    expect(problems).toEqual([
      'EXAMPLE_ENDPOINT: Address is missing.',
      'EXAMPLE_USER: User is missing.',
      'EXAMPLE_SECRET_KEY: Secret key is missing.',
    ]);
  });

  it.each([
    ['in two places', { EXAMPLE_SECRET_KEY_FILE: '/dev/null' }, /_KEY and EXAMPLE_SECRET_KEY_FILE are both set/],
    ['in a file that is missing', { EXAMPLE_SECRET_KEY: '', EXAMPLE_SECRET_KEY_FILE: '/nowhere' }, /_FILE: .*ENOENT/],
    [
      'in a file that is empty',
      { EXAMPLE_SECRET_KEY: '', EXAMPLE_SECRET_KEY_FILE: '/dev/null' },
      /_FILE: the file is empty/,
    ],
    ['of two lines', { EXAMPLE_SECRET_KEY: 'canary-3f9a\nx' }, /^EXAMPLE_SECRET_KEY: Secret key holds a line break/],
  ])('says what is wrong with a secret %s, without repeating it', (_title, change, line) => {
    const { problems } = environmentDestination(exampleDriver, { ...env, ...change });
    expect(problems[0]).toMatch(line);
    expect(problems.join()).not.toContain('canary-3f9a');
  });
});
