import { checkConfig, environmentNames, secretFields, type OutgoingTarget } from '../../driver';
import type { ConfigProblems } from '../../config/config-problems';
import { putBuffer } from '../../put-buffer';
import { countedConnect } from '../../testing/counted-connect';
import { rejection } from '../../testing/conformance/content';
import type { S3Config } from './fields';
import { openS3 } from './open-s3';
import { s3 } from './s3';

const keys = { bucket: 'acme-backups', accessKeyId: 'AKIATEST', secretAccessKey: 'canary-secret' };
const context = { connect: countedConnect().connect, localRoots: [], forbiddenRoots: [] };

function problemsOf(given: object): string[] {
  try {
    checkConfig(s3, { ...keys, ...given });
    return [];
  } catch (cause) {
    return (cause as ConfigProblems).problems.map(({ field, message }) => `${field}: ${message}`);
  }
}

describe('P-S3-6 settings of an S3 destination', () => {
  it.each([
    'https://s3.example.com/some/path',
    'https://s3.example.com/acme-backups',
    'https://s3.example.com?list',
    'https://user:password@s3.example.com',
    'ftp://s3.example.com',
    'file:///etc/passwd',
    's3.example.com',
    'javascript:alert(1)',
  ])('H12 an endpoint %s is refused with the reason', (endpoint) => {
    const [problem = ''] = problemsOf({ endpoint });
    expect(problem).toMatch(/^endpoint: Endpoint must .*\.$/);
    expect(problem).not.toContain('password@');
  });

  it.each(['https://s3.example.com', 'http://10.0.0.7:9000/', 'https://abc.storage.supabase.co/storage/v1/s3'])(
    'an endpoint %s is right',
    (endpoint) => expect(problemsOf({ endpoint })).toEqual([]),
  );

  it.each(['a..b', 'Backups', 'ab', 'x'.repeat(64), '-a-', 'a b', 'a/b', 'ä-backups', 'a?b'])(
    'H16 a bucket "%s" is refused, and the rule is said',
    (bucket) => expect(problemsOf({ bucket })).toEqual([expect.stringContaining('3 to 63 lower-case letters')]),
  );

  it.each(['../x', '/abs', 'a//b', 'a/../b', './a', 'a/.', 'a\\b', 'x'.repeat(1_100), 'a\nb'])(
    'H16 a prefix %j is refused, and the rule is said',
    (prefix) => expect(problemsOf({ prefix })).toEqual([expect.stringMatching(/^prefix: Prefix .*\.$/)]),
  );

  it.each(['backups/team-a', 'backups/', 'größe 🐘/x', '.hidden/..x/x..'])('H16 a prefix "%s" is right', (prefix) => {
    expect(problemsOf({ prefix })).toEqual([]);
    const { config } = checkConfig(s3, { ...keys, prefix });
    expect(() => openS3(config as unknown as S3Config, context)).not.toThrow();
  });

  it('H17 a pasted secret loses the end of its line, and that is said; inside it stays as it is', () => {
    const { config, notices } = checkConfig(s3, { ...keys, accessKeyId: ' AKIA\n', secretAccessKey: '\tab c+/=\r\n' });
    expect(config).toMatchObject({ accessKeyId: 'AKIA', secretAccessKey: 'ab c+/=' });
    expect(notices).toEqual([{ field: 'secretAccessKey', message: expect.stringContaining('taken off') as string }]);
  });

  it('survive JSON, and their secrets are known as such', () => {
    const { config } = checkConfig(s3, keys);
    expect(checkConfig(s3, JSON.parse(JSON.stringify(config))).config).toEqual(config);
    expect(secretFields(s3)).toEqual(['secretAccessKey', 'sessionToken']);
    expect([...environmentNames(s3).keys()]).toEqual(
      expect.arrayContaining([
        'S3_ENDPOINT',
        'S3_BUCKET',
        'S3_REGION',
        'S3_ACCESS_KEY_ID',
        'S3_SECRET_ACCESS_KEY',
        'S3_PREFIX',
        'S3_FORCE_PATH_STYLE',
      ]),
    );
  });

  it.each(s3.presets ?? [])('the preset of $label is right as it is', ({ values, help }) => {
    expect(problemsOf(values)).toEqual([]);
    expect(help).toMatch(/\.$/);
  });

  it('has a preset of each service that the design names', () => {
    expect(s3.presets?.map(({ id }) => id)).toEqual(['aws', 'r2', 'minio', 'b2', 'wasabi', 'ceph', 'supabase']);
  });

  it('names a permission for each check of the probe that needs one', () => {
    for (const permission of Object.values(s3.permissions ?? {})) expect(permission).toMatch(/^s3:[A-Z]/);
  });

  it.each([
    [{ endpoint: 'http://s3.example.com' }, { host: 's3.example.com', port: 80, privateOnly: true }],
    [
      { endpoint: 'http://s3.example.com', allowInsecure: true },
      { host: 's3.example.com', port: 80, privateOnly: false },
    ],
    [{ endpoint: 'https://s3.example.com:8443' }, { host: 's3.example.com', port: 8443, privateOnly: false }],
    [{ region: 'eu-central-1' }, { host: 's3.eu-central-1.amazonaws.com', port: 443, privateOnly: false }],
    [
      { region: 'eu-central-1', forcePathStyle: false },
      { host: 'acme-backups.s3.eu-central-1.amazonaws.com', port: 443 },
    ],
  ])(
    'H14 %j connects to where it says, and without encryption only to private hosts unless allowed',
    async (given, target) => {
      const targets: OutgoingTarget[] = [];
      const refusal = Object.assign(new Error('Not to there.'), { code: 'ADDRESS_BLOCKED', nextStep: 'Allow it.' });
      const connect = (wanted: OutgoingTarget): Promise<never> => {
        targets.push(wanted);
        return Promise.reject(refusal);
      };
      const { config } = checkConfig(s3, { ...keys, ...given });
      const storage = await s3.open(config, { ...context, connect });
      expect(await rejection(storage.stat('x'))).toMatchObject({
        kind: 'invalid-config',
        code: 'ADDRESS_BLOCKED',
        message: 'Not to there.',
        nextStep: 'Allow it.',
      });
      expect(targets).toEqual([expect.objectContaining(target)]);
      await storage.close();
    },
  );

  it('AWS is where the region says, whatever the environment of this machine has for its own tools', async () => {
    const variable = 'AWS_ENDPOINT_URL_S3';
    process.env[variable] = 'http://169.254.169.254';
    try {
      const hosts: string[] = [];
      const connect = ({ host }: OutgoingTarget): Promise<never> => {
        hosts.push(host);
        return Promise.reject(new Error('enough'));
      };
      const storage = await s3.open(checkConfig(s3, keys).config, { ...context, connect });
      await rejection(storage.stat('x'));
      await storage.close();
      expect([...new Set(hosts)]).toEqual(['s3.us-east-1.amazonaws.com']);
    } finally {
      Reflect.deleteProperty(process.env, variable);
    }
  });

  it('the credentials of this machine are for AWS only: a token of theirs would go along with every request', async () => {
    const open = (endpoint: string) =>
      s3.open(checkConfig(s3, { bucket: 'acme-backups', credentials: 'machine', endpoint }).config, context);
    expect(await rejection(open('https://s3.example.com'))).toMatchObject({ field: 'credentials' });
    expect(await rejection(open('https://s3.amazonaws.com.example.com'))).toMatchObject({ field: 'credentials' });
    expect(await rejection(open('http://s3.eu-central-1.amazonaws.com'))).toMatchObject({ field: 'credentials' });
    await (await open('https://s3.eu-central-1.amazonaws.com')).close();
  });

  it('is opened without a request; a bad certificate is told then', async () => {
    const open = (ca: string) => s3.open(checkConfig(s3, { ...keys, ca }).config, context);
    expect(await rejection(open('no certificate'))).toMatchObject({ kind: 'invalid-config', field: 'ca' });
  });

  it('a key that is refused asks nobody', async () => {
    const connect = (): Promise<never> => Promise.reject(new Error('asked'));
    const storage = await s3.open(checkConfig(s3, keys).config, { ...context, connect });
    expect(await rejection(putBuffer(storage, 'a/../b', Buffer.from('x')))).toMatchObject({ kind: 'invalid-config' });
    await storage.close();
  });
});
