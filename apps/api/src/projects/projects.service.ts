import { Injectable } from '@nestjs/common';
import type { ConnectionSettings } from '@stowbase/postgres';
import { IsNull } from 'typeorm';
import { Database } from '../database/database';
import { SecretBox } from '../secrets/secret-box';
import { Project } from './project.entity';
import { fail } from './projects.errors';
import { connectionOf } from './stored-connection';

/** The projects as other features need them. */
@Injectable()
export class Projects {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws ApiError `PROJECT_NOT_FOUND` */
  async get(id: string): Promise<Project> {
    const project = await this.database.read.findOneBy(Project, { id, deletedAt: IsNull() });
    if (project === null)
      throw fail('PROJECT_NOT_FOUND', 'There is no project with this id.', {
        nextStep: 'Look it up in the list of projects.',
      });
    return project;
  }

  /** With its password. */
  connection(project: Project): ConnectionSettings {
    return connectionOf(project, this.secrets);
  }
}
