import { Injectable } from '@nestjs/common';
import type { Actor } from '../../accounts/access';
import { mergeOptions } from '../../projects/merge-options';
import { Projects } from '../../projects/projects.service';
import { Destinations } from '../../storage/destinations.service';
import { RecoveryKeys } from '../recovery-keys/recovery-keys.service';
import type { NewRun } from '../transitions/claim';
import type { CreateBackupDto } from './backup.dto';

export type AskedBackup = Omit<CreateBackupDto, 'destinations'>;

/** From what was asked to what is to be run: names are looked up, what was left out is filled in. */
@Injectable()
export class BackupRequests {
  constructor(
    private readonly projects: Projects,
    private readonly destinations: Destinations,
    private readonly recoveryKeys: RecoveryKeys,
  ) {}

  /** @throws ApiError PROJECT_NOT_FOUND, INVALID_INPUT, and those of destinations */
  async toDestinations(asked: CreateBackupDto, actor: Actor): Promise<NewRun> {
    const run = await this.direct(asked, actor);
    const destinations = await this.destinations.forRun(asked.destinations?.map((id) => id.toLowerCase()));
    return { ...run, destinations: destinations.map(({ id, name }) => ({ id, name })) };
  }

  /** Into the browser: without destinations. @throws ApiError PROJECT_NOT_FOUND, INVALID_INPUT */
  async direct(asked: AskedBackup, actor: Actor): Promise<NewRun> {
    const project = await this.projects.get(asked.projectId.toLowerCase());
    const { recipients } = await this.recoveryKeys.forProject(project.id);
    return {
      project: { id: project.id, name: project.name },
      trigger: actor.kind === 'token' ? 'api' : 'manual',
      type: asked.type ?? 'full',
      options: mergeOptions(project.defaults, asked.options),
      recipients,
      destinations: [],
      actor,
      notes: asked.notes ?? '',
    };
  }
}
