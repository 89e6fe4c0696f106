import type { ConfigOf } from './config/config-type';
import { checkConfig, environmentNames, secretFields, type AnyDriver } from './driver';
import { drivers } from './drivers';
import { probe } from './probe/probe';
import { rejection } from './testing/conformance/content';
import { describeStorage } from './testing/conformance/describe-storage';
import { exampleDriver, exampleServers } from './testing/example/example-driver';

/** The list with one line more: that is all that a new driver needs beside its folder. */
const list: readonly AnyDriver[] = [...drivers, exampleDriver];
const context = { connect: () => Promise.reject(new Error('no network')), localRoots: [], forbiddenRoots: [] };
const secretKey = 'canary-3f9a';
const settings = { endpoint: 'https://example.org', user: 'me', secretKey };

describe('P-STORE-8 a driver costs one folder and one line', () => {
  it.each(list)('$type is declared well', (driver) => {
    const names = driver.fields.map(({ name }) => name);
    expect(driver.type).toMatch(/^[a-z][a-z0-9_]+$/);
    expect(driver.envPrefix).toMatch(/^[A-Z][A-Z0-9_]+$/);
    expect(driver.summary).toMatch(/\.$/);
    expect(new Set(names).size).toBe(names.length);
    for (const field of driver.fields) {
      expect(field.name).toMatch(/^[a-z][a-zA-Z0-9]*$/);
      expect(field.label).not.toBe('');
      expect(field.help).toMatch(/\.$/);
      expect(field.kind === 'choice').toBe((field.choices ?? []).length > 0);
      if (field.when !== undefined) expect(names).toContain(field.when.field);
      if (field.pattern !== undefined) expect(() => new RegExp(field.pattern!.source, 'u')).not.toThrow();
      if (secretFields(driver).includes(field.name)) expect(field).not.toHaveProperty('default');
    }
  });

  it('types are unique, and are those that destinations are stored with', () => {
    const types = list.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    const stored = ['local_mapped', 'google_drive', 'nextcloud', 'browser_download', 'example'];
    expect(types.filter((type) => stored.includes(type))).toEqual(stored);
  });

  it('its check, its secrets and its names in the environment follow', () => {
    expect(checkConfig(exampleDriver, settings)).toEqual({
      config: { ...settings, parts: 4, pathStyle: false, region: 'eu', signInBy: 'key' },
      notices: [],
    });
    expect(secretFields(exampleDriver)).toEqual(['secretKey', 'account']);
    expect([...environmentNames(exampleDriver)].slice(0, 3)).toEqual([
      ['EXAMPLE_ENDPOINT', 'endpoint'],
      ['EXAMPLE_USER', 'user'],
      ['EXAMPLE_SECRET_KEY', 'secretKey'],
    ]);
    expect([...environmentNames(drivers[0]!).keys()]).toContain('LOCAL_STORAGE_PATH');
  });

  it('its configuration survives JSON, and is checked again when it is opened', async () => {
    const { config } = checkConfig(exampleDriver, settings);
    const stored = JSON.parse(JSON.stringify(config)) as typeof config;
    expect(checkConfig(exampleDriver, stored).config).toEqual(config);
    await exampleDriver.open(stored, context);
    const refused = await rejection(exampleDriver.open({ ...stored, parts: 99 }, context));
    expect(refused).toMatchObject({ kind: 'invalid-config', problems: [{ field: 'parts' }] });
    expect(JSON.stringify(refused)).not.toContain(secretKey);
  });

  it('its probe follows, with the permissions in the words of the provider', async () => {
    const storage = await exampleDriver.open({ ...settings, endpoint: 'https://probe.example.org' }, context);
    const report = await probe(storage, { permissions: exampleDriver.permissions ?? {} });
    expect(report.ok).toBe(true);
    expect(report.checks.find(({ id }) => id === 'write')).toMatchObject({ permission: 'example:PutObject' });
    expect(exampleServers.get('https://probe.example.org')?.objects.size).toBe(0);
  });

  it('the type of its configuration follows from its fields', () => {
    type Fields = readonly [
      { name: 'a'; label: ''; help: ''; kind: 'text'; required: true },
      { name: 'b'; label: ''; help: ''; kind: 'integer'; default: 1 },
      { name: 'c'; label: ''; help: ''; kind: 'boolean' },
      { name: 'd'; label: ''; help: ''; kind: 'secret'; required: true; when: { field: 'c'; equals: true } },
    ];
    const least: ConfigOf<Fields> = { a: 'text', b: 2 };
    const most: ConfigOf<Fields> = { a: 'text', b: 2, c: true, d: 'secret' };
    // @ts-expect-error a required field is missing
    const missing: ConfigOf<Fields> = { b: 2 };
    // @ts-expect-error a number is no text
    const wrong: ConfigOf<Fields> = { a: 1, b: 2 };
    expect([least, most, missing, wrong]).toHaveLength(4);
  });

  it('browser_download has nothing to configure and nothing to open', async () => {
    const browser = list.find(({ type }) => type === 'browser_download')!;
    expect(browser).toMatchObject({ stored: false, fields: [] });
    expect(await rejection(browser.open({}, context))).toMatchObject({ kind: 'invalid-config' });
  });
});

let servers = 0;
describeStorage(
  'example',
  async () => {
    const endpoint = `https://server-${(servers += 1)}.example.org`;
    const storage = await exampleDriver.open({ ...settings, endpoint, prefix: 'team-a' }, context);
    return {
      storage,
      leftovers: () => Promise.resolve([...exampleServers.get(endpoint)!.openUploads]),
      dispose: () => storage.close(),
    };
  },
  { partBytes: 64 * 1024, manyKeys: 120 },
);
