import { Injectable } from '@nestjs/common';
import type { Actor } from '../accounts/access';
import type { BackupDto } from '../backups/records/backup.dto';
import { toBackupDto } from '../backups/records/backup.mapper';
import { BackupList } from '../backups/records/backup-list';
import { idempotencyOf } from '../backups/records/idempotency';
import { RecoveryKeys } from '../backups/recovery-keys/recovery-keys.service';
import { RunTransitions } from '../backups/transitions/run-transitions';
import { Projects } from '../projects/projects.service';
import { Destinations } from '../storage/destinations.service';
import { scheduledRun } from './scheduled-run';
import { Schedules } from './schedules.service';

/** A backup as a schedule makes them, because somebody asks for it. */
@Injectable()
export class RunNow {
  constructor(
    private readonly schedules: Schedules,
    private readonly projects: Projects,
    private readonly destinations: Destinations,
    private readonly keys: RecoveryKeys,
    private readonly transitions: RunTransitions,
    private readonly list: BackupList,
  ) {}

  /** @throws ApiError `SCHEDULE_NOT_FOUND`, `PROJECT_NOT_FOUND`, `RUN_ACTIVE`, those of destinations and of the key */
  async start(id: string, actor: Actor, key: string | undefined): Promise<BackupDto> {
    const idempotency = idempotencyOf(key, actor, `POST /schedules/${id}/run`, {});
    const schedule = await this.schedules.get(id);
    const project = await this.projects.get(schedule.projectId);
    const destinations = await this.destinations.forRun(schedule.destinationIds);
    const { recipients } = await this.keys.forProject(project.id);
    const run = scheduledRun(schedule, project, destinations, recipients, { slot: null, actor });
    const backup = await this.transitions.enqueue({ ...run, ...idempotency });
    const copies = await this.list.copiesOf([backup.id]);
    return toBackupDto(backup, copies.get(backup.id) ?? []);
  }
}
