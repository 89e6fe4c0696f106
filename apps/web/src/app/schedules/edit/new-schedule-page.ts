import { Component, computed, inject, input, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { chosenFirst } from '../../backups/back-up-now/choices';
import { Empty } from '../../feedback/empty';
import { warnBeforeUnload, type HasUnsaved } from '../../feedback/keep-unsaved';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Said } from '../../feedback/said';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import type { GivenSchedule } from './schedule-editor';
import { loadScheduleChoices } from './schedule-choices';
import { ScheduleForm } from './schedule-form';

/** A new schedule: every night, to every destination, unless somebody says otherwise. */
@Component({
  imports: [MatButton, RouterLink, Icon, Empty, Loading, ProblemPanel, ScheduleForm],
  templateUrl: './new-schedule-page.html',
  styleUrl: '../../destinations/edit/edit-page.scss',
})
export class NewSchedulePage implements HasUnsaved {
  /** Of the query: the project it is for. */
  readonly project = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly said = inject(Said);
  private readonly form = viewChild(ScheduleForm);
  protected readonly session = inject(Session);
  protected readonly page = live({ by: () => 'all', load: () => loadScheduleChoices(this.api) });
  protected readonly given = computed((): GivenSchedule => {
    const { projects = [], destinations = [] } = this.page.value() ?? {};
    const wanted =
      projects.find(({ id }) => id === this.project()) ?? (projects.length === 1 ? projects[0] : undefined);
    return { projectId: wanted?.id ?? '', destinationIds: chosenFirst(destinations) };
  });

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
  }

  hasUnsaved(): boolean {
    return this.form()?.hasUnsaved() ?? false;
  }

  protected async open({ id, name }: ScheduleDto): Promise<void> {
    void this.said.say($localize`${name}:name: is saved.`);
    await this.router.navigate(['/schedules', id]);
  }
}
