import { drivers } from '@stowbase/storage';
import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import type { StorageTypeListDto } from './storage-type.dto';
import { storageToken } from './storage.tokens';
import { vaultDriver } from './testing/vault-driver';
import { anyText } from './testing/matchers';

describe('types of storage', () => {
  let api: StorageApi;
  beforeAll(async () => {
    api = await startStorageApi();
  });
  afterAll(() => api.close());

  it('are listed with their settings as data, the one of the tests too', async () => {
    const { status, body } = await api.owner.get<StorageTypeListDto>('/storage/types');
    expect(status).toBe(200);
    expect(body.items.map(({ type, stored }) => [type, stored])).toEqual([
      ...drivers.map(({ type, stored }) => [type, stored]),
    ]);
    expect(body.items.at(-1)?.type).toBe('vault');
    expect(body.items[0]?.fields).toContainEqual({
      name: 'path',
      label: 'Folder',
      help: anyText,
      kind: 'path',
      required: false,
      secret: false,
      default: '.',
      example: '/backups/team-a',
      group: null,
      pattern: null,
      choices: [],
      min: null,
      max: null,
      when: null,
      environment: 'LOCAL_STORAGE_PATH',
    });
  });

  it('P-STORAGE-TYPE-1 a new one costs a folder and a line: its form, its secrets, its variables and its strategy follow', async () => {
    const { body } = await api.owner.get<StorageTypeListDto>('/storage/types');
    const vault = body.items.find(({ type }) => type === 'vault');
    expect(vault?.fields.filter(({ secret }) => secret).map(({ name, environment }) => [name, environment])).toEqual([
      ['secretKey', 'VAULT_SECRET_KEY'],
      ['keyFile', 'VAULT_KEY_FILE'],
      ['passphrase', 'VAULT_PASSPHRASE'],
    ]);
    expect(vault?.fields.find(({ name }) => name === 'keyFile')?.when).toEqual({ field: 'signIn', equals: 'file' });
    expect(api.app.get(storageToken('vault'))).toBe(vaultDriver);
    const created = await api.owner.post('/storage/destinations', {
      name: 'Vault',
      type: 'vault',
      config: { room: 'first', secretKey: 'a secret that is long' },
    });
    expect(created).toMatchObject({ status: 201, body: { config: { secretKey: { set: true, hint: 'long' } } } });
  });

  it('need a sign-in', async () => {
    const { anyone } = await import('../testing/api-client');
    expect((await anyone(api).get('/storage/types')).status).toBe(401);
  });
});
