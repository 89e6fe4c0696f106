import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';
import { Destination } from '../../storage/destination.entity';

/** SQLite, without statistics, would take the index by status, and read every copy that is stored. */
const byIndex = engine === 'sqlite' ? 'INDEXED BY backup_copies_unpruned' : '';
const parameter = engine === 'sqlite' ? '?' : '$1';

/** A project at a destination where a backup of it was stored since retention looked there. */
export interface DuePlace {
  readonly destinationId: string;
  readonly projectId: string;
}

/**
 * Those that are due, of each destination at most 50: one whose store can't be asked, and where more and more waits, holds up no other. The inner
 * query is answered by an index that has nothing but what is due: an idle turn costs next to nothing, however many copies there are.
 */
export async function duePlaces(manager: EntityManager): Promise<DuePlace[]> {
  const destinations = await manager.find(Destination, { select: { id: true }, order: { id: 'ASC' } });
  const due: DuePlace[] = [];
  for (const { id: destinationId } of destinations) {
    const found = await manager.query<{ projectId: string }[]>(
      `SELECT DISTINCT b.project_id AS "projectId"
      FROM (
        SELECT backup_id FROM backup_copies ${byIndex}
        WHERE status = 'stored' AND pruned_at IS NULL AND storage_destination_id = ${parameter} LIMIT 2000
      ) c JOIN backups b ON b.id = c.backup_id
      WHERE COALESCE(b.status, '') = 'succeeded'
      LIMIT 50`,
      [destinationId],
    );
    due.push(...found.map(({ projectId }) => ({ destinationId, projectId })));
  }
  return due;
}
