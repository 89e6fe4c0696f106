import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../api/api';
import { deleteSchedule } from '../api/fn/schedules/delete-schedule';
import { pauseSchedule } from '../api/fn/schedules/pause-schedule';
import { resumeSchedule } from '../api/fn/schedules/resume-schedule';
import { runSchedule } from '../api/fn/schedules/run-schedule';
import type { Problem } from '../api/models/problem';
import type { ScheduleDto } from '../api/models/schedule-dto';
import { runningOne } from '../backups/back-up-now/running-one';
import { Confirm } from '../feedback/confirm';
import { problemOf } from '../feedback/problem-of';
import { Said } from '../feedback/said';

/** What can be done with a schedule from the list and from its page. What has changed comes back as an event. */
@Injectable({ providedIn: 'root' })
export class ScheduleActions {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly said = inject(Said);

  /** @returns why not; null: it is done */
  async setEnabled({ id, name }: ScheduleDto, enabled: boolean): Promise<Problem | null> {
    try {
      await this.api.invoke(enabled ? resumeSchedule : pauseSchedule, { id });
      void this.said.say(enabled ? $localize`${name}:name: goes on.` : $localize`${name}:name: is paused.`);
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }

  /** Goes to the run; to the one that runs already, where that is why another can't begin. */
  async runNow({ id }: ScheduleDto): Promise<Problem | null> {
    try {
      const backup = await this.api.invoke(runSchedule, { id });
      await this.router.navigate(['/backups', backup.id]);
      return null;
    } catch (error) {
      const running = runningOne(error);
      if (running === null) return problemOf(error);
      await this.router.navigate(['/backups', running]);
      return null;
    }
  }

  /** @returns `gone`, or why it isn't; null: it was to stay */
  async delete({ id, name, projectName }: ScheduleDto): Promise<Problem | 'gone' | null> {
    const sure = await this.confirm.ask({
      title: $localize`Delete the schedule ${name}:name: of ${projectName}:project:?`,
      text: $localize`No backup begins by it any more. Its backups stay, and nothing deletes them by themselves from then on.`,
      action: $localize`Delete ${name}:name:`,
    });
    if (!sure) return null;
    try {
      await this.api.invoke(deleteSchedule, { id });
      void this.said.say($localize`${name}:name: is deleted.`);
      return 'gone';
    } catch (error) {
      return problemOf(error);
    }
  }
}
