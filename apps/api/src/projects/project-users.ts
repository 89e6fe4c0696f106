import { Injectable } from '@nestjs/common';

/** Something that can keep a project from being deleted. Features register; this module knows none of them. */
export interface ProjectUser {
  readonly name: string;
  /** Ids of what is queued or running for this project. */
  liveRuns(projectId: string): Promise<string[]>;
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
}
