import { once } from 'node:events';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { StorageError, type Storage, type Upload } from '@stowbase/storage';
import { discreetStorage } from './discreet-storage';
import { hideSecrets } from './hide-secrets';
import { vaultDriver } from './testing/vault-driver';

const secret = 'c4nary+S3cret/w"rd';

/** The store repeats the secret in everything it says. */
function talkative(): StorageError {
  const inner = Object.assign(new Error(`denied: ${secret}`), { hint: `sent ${encodeURIComponent(secret)}` });
  const cause = new AggregateError([new Error(`first ${secret}`)], `all failed with ${secret}`, { cause: inner });
  return new StorageError('auth', `The store refused ${secret}.`, `Give another than ${secret}.`, { cause });
}

describe('P-SECRETS-3 a storage whose store says its secrets back', () => {
  const fail = (): Promise<never> => Promise.reject(talkative());
  const upload: Upload = { write: fail, commit: fail, abort: () => Promise.resolve() };
  const broken: Storage = {
    create: () => Promise.resolve(upload),
    get: fail,
    stat: fail,
    // eslint-disable-next-line require-yield -- it fails before
    async *list() {
      await fail();
    },
    delete: fail,
    sweep: fail,
    usage: fail,
    facts: fail,
    close: () => Promise.resolve(),
  };
  const storage = discreetStorage(broken, hideSecrets(vaultDriver, { secretKey: secret }));

  it.each<[string, () => Promise<unknown>]>([
    [
      'write',
      async () => (await storage.create('a', { signal: new AbortController().signal })).write(Buffer.from('x')),
    ],
    [
      'commit',
      async () => (await storage.create('a', { signal: new AbortController().signal })).commit({ size: 0, sha256: '' }),
    ],
    ['get', () => storage.get('a')],
    ['stat', () => storage.stat('a')],
    ['list', () => storage.list('')[Symbol.asyncIterator]().next()],
    ['delete', () => storage.delete('a')],
    ['sweep', () => storage.sweep('a', {})],
    ['usage', async () => storage.usage?.()],
    ['facts', async () => storage.facts?.()],
  ])('shows none of them: %s', async (_, work) => {
    const error: unknown = await work().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({
      kind: 'auth',
      message: 'The store refused ••••.',
      nextStep: 'Give another than ••••.',
    });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/c4nary/);
  });

  it('shows none of them when it breaks off while it is read', async () => {
    const halfRead = { ...broken, get: () => Promise.resolve(new Readable({ read() {} })) };
    const body = await discreetStorage(halfRead, (text) => text.replaceAll(secret, '••••')).get('a');
    const failed = once(body, 'end').catch((error: unknown) => error);
    body.destroy(talkative());
    expect(await failed).toMatchObject({ message: 'The store refused ••••.' });
  });

  it('is what it was where nothing is said', async () => {
    const plain: Storage = { ...broken };
    delete plain.usage;
    delete plain.facts;
    expect(Object.keys(discreetStorage(plain, (text) => text)).sort()).toEqual(Object.keys(plain).sort());
    const object = { key: 'a', size: 1, modified: new Date() };
    const fine = { ...plain, stat: () => Promise.resolve(object) };
    expect(await discreetStorage(fine, (text) => text).stat('a')).toBe(object);
  });
});
