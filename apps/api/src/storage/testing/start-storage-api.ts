import './list-vault';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/config';
import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { vaults } from './vault-driver';

export interface StorageApi extends TestApi {
  readonly owner: ApiClient;
  /** The only folder in which destinations may lie. */
  readonly root: string;
}

/** The service with a signed-in owner and the type `vault` beside the real ones. */
export async function startStorageApi(
  env: Readonly<Record<string, string>> = {},
  change: Partial<Config> = {},
): Promise<StorageApi> {
  Object.assign(vaults, { opened: null, open: 0, readOnlyForDeletes: false, broken: null });
  vaults.rooms.clear();
  vaults.faults.clear();
  const outer = mkdtempSync(join(tmpdir(), 'stowbase-destinations-'));
  const root = join(outer, 'backups');
  mkdirSync(root);
  const api = await startTestApi({ LOCAL_STORAGE_ROOTS: root, ...env }, change);
  const close = async (): Promise<void> => {
    await api.close();
    rmSync(outer, { recursive: true, force: true });
  };
  return { ...api, root, owner: await signIn(api), close };
}
