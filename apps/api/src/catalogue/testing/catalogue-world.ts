import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { storedArchive, type StoredArchive } from '../../backups/testing/stored-archive';
import { until } from '../../backups/testing/until';
import type { BackupDto } from '../../backups/records/backup.dto';
import type { Config } from '../../config/config';
import { NotificationEvent } from '../../notifications/notification-event.entity';
import type { OccurrenceKind } from '../../notifications/occurrence';
import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import type { CheckDto, CheckListDto } from '../checks/check.dto';

/** The service with a destination in a folder, into which a test may reach. */
export interface CatalogueWorld {
  readonly api: TestApi;
  readonly owner: ApiClient;
  readonly destination: { readonly id: string; readonly name: string };
  /** Where its objects lie. */
  readonly folder: string;
  /** A succeeded backup with a real archive there. */
  store(padding?: number): Promise<StoredArchive>;
  fileOf(stored: Pick<StoredArchive, 'key'>): string;
  backup(id: string): Promise<BackupDto>;
  /** Checks it, and waits for the end. */
  check(id: string, body?: object): Promise<CheckDto>;
  told(kind: OccurrenceKind, of: Pick<StoredArchive, 'backupId'>): Promise<NotificationEvent[]>;
  close(): Promise<void>;
}

export async function openCatalogueWorld(change: Partial<Config> = {}): Promise<CatalogueWorld> {
  const api = await startTestApi({}, { maxConcurrentRuns: 0, ...change });
  const owner = await signIn(api);
  const folder = join(api.config.localStorageRoots[0]!, 'disk');
  mkdirSync(folder);
  const wanted = { name: 'Disk', type: 'local_mapped', config: { path: 'disk' } };
  const { body: destination } = await owner.post<{ id: string; name: string }>('/storage/destinations', wanted);
  const checks = async (id: string): Promise<CheckDto[]> =>
    (await owner.get<CheckListDto>(`/backups/${id}/checks`)).body.items;
  return {
    ...{ api, owner, destination, folder },
    store: (padding = 0) => storedArchive(api, [destination], { padding }),
    fileOf: ({ key }) => join(folder, key),
    backup: async (id) => (await owner.get<BackupDto>(`/backups/${id}`)).body,
    check: async (id, body = {}) => {
      const { status, body: asked } = await owner.post<CheckListDto>(`/backups/${id}/check`, body);
      if (status !== 202) throw new Error(`a check was answered ${status} ${JSON.stringify(asked)}`);
      const mine = async (): Promise<CheckDto> => (await checks(id)).find((one) => one.id === asked.items[0]!.id)!;
      await until(async () => !['queued', 'running'].includes((await mine()).status));
      return mine();
    },
    told: (kind, { backupId }) => api.database.read.findBy(NotificationEvent, { kind, backupId }),
    close: () => api.close(),
  };
}
