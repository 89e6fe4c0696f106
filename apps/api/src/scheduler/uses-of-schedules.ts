import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { AuditLog } from '../accounts/audit-log';
import { Project } from '../projects/project.entity';
import { ProjectUsers } from '../projects/project-users';
import { DestinationUsers } from '../storage/destination-users';
import { Schedule } from './schedule.entity';

/** Tells destinations which schedules send backups there, and goes with a project that is deleted. */
@Injectable()
export class UsesOfSchedules implements OnModuleInit {
  constructor(
    private readonly projects: ProjectUsers,
    private readonly destinations: DestinationUsers,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.projects.register({
      name: 'schedules',
      liveRuns: () => Promise.resolve([]),
      letGo: (manager, projectId, actor) => this.letGo(manager, projectId, actor),
    });
    this.destinations.register({
      uses: async (id, manager) => ({ live: 0, stored: 0, named: await this.namesOf(id, manager) }),
    });
  }

  /** Like "Every night (Shop)"; at most a hundred. */
  private async namesOf(destinationId: string, manager: EntityManager): Promise<string[]> {
    const rows = await manager
      .createQueryBuilder(Schedule, 's')
      .leftJoin(Project, 'p', 'p.id = s.project_id')
      .select('s.name', 'name')
      .addSelect('p.name', 'project')
      .where('CAST(s.storage_destination_ids AS text) LIKE :id', { id: `%"${destinationId}"%` })
      .orderBy('s.created_at', 'ASC')
      .limit(100)
      .getRawMany<{ name: string; project: string | null }>();
    return rows.map(({ name, project }) => `${name} (${project ?? 'a deleted project'})`);
  }

  private async letGo(manager: EntityManager, projectId: string, actor: Actor): Promise<void> {
    for (const { id, name } of await manager.find(Schedule, { where: { projectId }, take: 100 })) {
      const object = { type: 'schedule', id, name };
      await this.audit.record(manager, { actor, action: 'schedule.delete', object, detail: { projectId } });
    }
    await manager.delete(Schedule, { projectId });
  }
}
