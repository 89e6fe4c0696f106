import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Actor } from '../accounts/access';
import { Database } from '../database/database';
import { ApiError } from '../errors/api-error';
import { problemOf } from '../errors/problem';
import { ProjectChanges } from './project-changes';
import type { CreateProjectDto } from './project.dto';
import { Project } from './project.entity';
import { readConnection } from './read-connection';

export type BulkResult =
  | { readonly status: 'created' | 'exists'; readonly project: Project }
  | { readonly status: 'failed'; readonly problem: object };

/** Several projects in one request: one that can't be stored says why and keeps no other back. */
@Injectable()
export class BulkAdd {
  constructor(
    private readonly database: Database,
    private readonly changes: ProjectChanges,
  ) {}

  async add(projects: readonly CreateProjectDto[], actor: Actor): Promise<BulkResult[]> {
    const results: BulkResult[] = [];
    // One after the other: the same database twice in the list is then found.
    for (const project of projects) results.push(await this.one(project, actor));
    return results;
  }

  private async one(dto: CreateProjectDto, actor: Actor): Promise<BulkResult> {
    try {
      const { host, port, user, database } = readConnection(dto.connection).settings;
      const same = { host, port, username: user, database, deletedAt: IsNull() };
      const there = await this.database.read.findOneBy(Project, same);
      if (there !== null) return { status: 'exists', project: there };
      return { status: 'created', project: await this.changes.create(dto, actor) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 'failed', problem: problemOf(error) };
    }
  }
}
