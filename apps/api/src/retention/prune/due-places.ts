import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';

/** SQLite, without statistics, would take the index by status, and read every copy that is stored. */
const byIndex = engine === 'sqlite' ? 'INDEXED BY backup_copies_unpruned' : '';

/** A project at a destination where a backup of it was stored since retention looked there. */
export interface DuePlace {
  readonly destinationId: string;
  readonly projectId: string;
}

/**
 * Those that are due, at most 200. The inner query is answered by an index that has nothing but what is due: an idle turn costs nothing,
 * however many copies there are.
 */
export function duePlaces(manager: EntityManager): Promise<DuePlace[]> {
  return manager.query<DuePlace[]>(`
    SELECT DISTINCT c.place AS "destinationId", b.project_id AS "projectId"
    FROM (
      SELECT backup_id, storage_destination_id AS place FROM backup_copies ${byIndex}
      WHERE status = 'stored' AND pruned_at IS NULL AND storage_destination_id > '' LIMIT 5000
    ) c JOIN backups b ON b.id = c.backup_id
    WHERE COALESCE(b.status, '') = 'succeeded'
    LIMIT 200`);
}
