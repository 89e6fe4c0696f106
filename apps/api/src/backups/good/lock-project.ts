import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';
import { Project } from '../../projects/project.entity';

/**
 * Whoever deletes copies of a project waits here, at whichever destination and in whichever process: else each of two would see the other's
 * copy as the one that stays. On SQLite there is one writer anyway.
 */
export async function lockProject(manager: EntityManager, projectId: string): Promise<void> {
  if (engine !== 'postgres') return;
  await manager.findOne(Project, {
    select: { id: true },
    where: { id: projectId },
    lock: { mode: 'pessimistic_write' },
  });
}
