import type { EntityManager } from 'typeorm';
import { Project } from '../../projects/project.entity';
import { Schedule } from '../../scheduler/schedule.entity';
import { Destination } from '../../storage/destination.entity';
import type { NotificationEvent } from '../notification-event.entity';
import type { Names } from './compose';

/** How the things that an occurrence is about are called now. */
export async function namesOf(manager: EntityManager, event: NotificationEvent): Promise<Names> {
  const { projectId, destinationId, scheduleId } = event;
  const select = { id: true, name: true } as const;
  const of = async (entity: typeof Project | typeof Destination | typeof Schedule, id: string | null) =>
    id === null ? null : ((await manager.findOne(entity, { select, where: { id } }))?.name ?? null);
  return {
    project: await of(Project, projectId),
    destination: await of(Destination, destinationId),
    schedule: await of(Schedule, scheduleId),
  };
}
