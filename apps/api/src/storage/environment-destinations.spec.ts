import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/config';
import { DestinationUsers } from './destination-users';
import type { DestinationPageDto } from './destination.dto';
import { Destinations } from './destinations.service';
import { EnvironmentDestinations } from './environment-destinations.service';
import { vaults } from './testing/vault-driver';
import { having, textLike } from './testing/matchers';

const path = '/storage/destinations';
const canary = 'canary-of-the-environment';

describe('destinations from the environment', () => {
  let api: StorageApi;
  /** Outlives a restart. */
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-environment-'));
  });
  afterEach(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string>, more: Partial<Config> = {}) => {
    api = await startStorageApi(env, { dataFolder: folder, database: { engine: 'sqlite', folder }, ...more });
    await api.app.get(EnvironmentDestinations).tested();
  };
  const restart = async (...given: Parameters<typeof start>) => {
    await api.close();
    await start(...given);
  };
  const list = async () => (await api.owner.get<DestinationPageDto>(path)).body.items;

  it('are there after the start, tested, with the same id each time', async () => {
    await start({ LOCAL_STORAGE_PATH: 'from-env', DEFAULT_STORAGE_TYPE: 'local_mapped' });
    const [first] = await list();
    expect(first).toMatchObject({
      type: 'local_mapped',
      origin: 'env',
      enabled: true,
      config: { path: 'from-env' },
      validationStatus: 'valid',
      capabilities: { canDelete: true },
    });
    await restart({ LOCAL_STORAGE_PATH: 'from-env-2' });
    expect((await list()).map(({ id, config }) => [id, config])).toEqual([[first?.id, { path: 'from-env-2' }]]);
  });

  it('can not be changed or deleted here, but tested', async () => {
    await start({ LOCAL_STORAGE_PATH: 'from-env' });
    const [{ id } = { id: '' }] = await list();
    for (const reply of [
      await api.owner.patch(`${path}/${id}`, { version: 1, name: 'Mine' }),
      await api.owner.patch(`${path}/${id}`, { version: 1, enabled: false }),
      await api.owner.delete(`${path}/${id}`),
      await api.owner.delete(`${path}/${id}?copies=keep`),
    ])
      expect(reply).toMatchObject({
        status: 409,
        body: { code: 'DESTINATION_FROM_ENVIRONMENT', nextStep: textLike('variables') },
      });
    expect(await api.owner.post(`${path}/${id}/test`)).toMatchObject({ status: 200, body: { valid: true } });
  });

  it('P-SECRETS-3 keep their secrets out of the database and of replies', async () => {
    await start({ VAULT_ROOM: 'env', VAULT_SECRET_KEY: canary });
    const [vault] = await list();
    expect(vault).toMatchObject({
      config: { room: 'env', secretKey: { set: true, hint: canary.slice(-4) } },
      validationStatus: 'valid',
    });
    expect(vaults.opened).toMatchObject({ secretKey: canary });
    const rows = await api.database.read.query<{ config: unknown }[]>('SELECT config FROM storage_destinations');
    expect(rows).toEqual([{ config: null }]);
    for (const name of readdirSync(api.config.dataFolder).filter((each) => each.startsWith('stowbase.db')))
      expect(readFileSync(join(api.config.dataFolder, name)).includes(canary)).toBe(false);
  });

  it('that do not answer are shown as invalid and stay enabled; the service starts', async () => {
    const change = { envDestinations: [{ type: 'local_mapped', name: 'Outside', settings: { path: '/etc' } }] };
    await start({}, change);
    expect(await list()).toEqual([
      having({
        name: 'Outside',
        enabled: true,
        validationStatus: 'invalid',
        validationError: textLike('outside'),
      }),
    ]);
  });

  it('whose settings are wrong are shown as invalid and disabled; the service starts', async () => {
    await start(
      {},
      {
        envDestinations: [
          { type: 'vault', name: 'No room', settings: { secretKey: 'x' } },
          { type: 'floppy', name: 'Old', settings: {} },
          { type: 'browser_download', name: 'Browser', settings: {} },
        ],
      },
    );
    const shown = (await list()).map(({ name, enabled, validationStatus, validationError }) => ({
      name,
      enabled,
      validationStatus,
      validationError,
    }));
    expect(shown.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      {
        name: 'Browser',
        enabled: false,
        validationStatus: 'invalid',
        validationError: textLike('type'),
      },
      {
        name: 'No room',
        enabled: false,
        validationStatus: 'invalid',
        validationError: textLike('Room is missing'),
      },
      { name: 'Old', enabled: false, validationStatus: 'invalid', validationError: textLike('type') },
    ]);
  });

  it('that are gone from it are disabled, not deleted, and can then be deleted; defined again they are back', async () => {
    await start({ VAULT_ROOM: 'env', VAULT_SECRET_KEY: canary });
    const [{ id } = { id: '' }] = await list();
    const at = `${path}/${id}`;
    await restart({});
    expect((await api.owner.get(at)).body).toMatchObject({
      enabled: false,
      config: null,
      validationStatus: 'invalid',
      validationError: textLike('any more'),
    });
    const destinations = api.app.get(Destinations);
    await expect(destinations.open(id)).rejects.toMatchObject({ kind: 'invalid-config' });
    await expect(destinations.forRun([id])).rejects.toMatchObject({ code: 'DESTINATION_DISABLED' });
    expect(await api.owner.post(`${at}/test`)).toMatchObject({ body: { code: 'STORAGE_INVALID_CONFIG' } });
    await restart({ VAULT_ROOM: 'env', VAULT_SECRET_KEY: canary });
    expect((await api.owner.get(at)).body).toMatchObject({ enabled: true, validationStatus: 'valid' });
    await restart({});
    expect((await api.owner.delete(at)).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it('F34 that are gone from it keep their copies until somebody lets them go', async () => {
    await start({ VAULT_ROOM: 'env', VAULT_SECRET_KEY: canary });
    const [{ id } = { id: '' }] = await list();
    await restart({});
    api.app.get(DestinationUsers).register({ uses: () => Promise.resolve({ live: 0, stored: 1 }) });
    expect(await api.owner.delete(`${path}/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_HAS_COPIES' },
    });
    const refused = await api.owner.delete(`${path}/${id}?copies=delete`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'DESTINATION_CANNOT_DELETE' } });
    expect((await api.owner.delete(`${path}/${id}?copies=keep`)).status).toBe(204);
  });

  it('take another name when theirs is taken', async () => {
    await start({});
    await api.owner.post(path, { name: 'vault', type: 'vault', config: { room: 'mine', secretKey: 'y' } });
    await restart({ VAULT_ROOM: 'env', VAULT_SECRET_KEY: canary });
    expect((await list()).map(({ name }) => name).sort()).toEqual(['Vault (environment)', 'vault']);
  });

  it('of the default type take a backup that names none', async () => {
    await start({ LOCAL_STORAGE_PATH: 'a', VAULT_ROOM: 'b', VAULT_SECRET_KEY: 'x', DEFAULT_STORAGE_TYPE: 'vault' });
    const chosen = await api.app.get(Destinations).forRun(undefined);
    expect(chosen.map(({ type }) => type)).toEqual(['vault']);
  });
});
