import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';

/** Something that can keep a project from being deleted. Features register; this module knows none of them. */
export interface ProjectUser {
  readonly name: string;
  /** Ids of what is queued or running for this project. */
  liveRuns(projectId: string): Promise<string[]>;
  /** In the transaction that deletes the project: what goes with it. */
  letGo?(manager: EntityManager, projectId: string, actor: Actor): Promise<void>;
}

@Injectable()
export class ProjectUsers {
  private readonly users: ProjectUser[] = [];

  register(user: ProjectUser): void {
    this.users.push(user);
  }

  async liveRuns(projectId: string): Promise<string[]> {
    const all = await Promise.all(this.users.map((user) => user.liveRuns(projectId)));
    return all.flat();
  }

  async letGo(manager: EntityManager, projectId: string, actor: Actor): Promise<void> {
    for (const user of this.users) await user.letGo?.(manager, projectId, actor);
  }
}
