import { Component, computed, effect, inject, input, linkedSignal, signal, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { getSchedule } from '../../api/fn/schedules/get-schedule';
import type { Problem } from '../../api/models/problem';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { Empty } from '../../feedback/empty';
import { warnBeforeUnload, type HasUnsaved } from '../../feedback/keep-unsaved';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Said } from '../../feedback/said';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { PageTitle } from '../../shell/page-title';
import { StateWord } from '../../states/state-word';
import { projectWords } from '../../states/words';
import { Approvals } from '../approvals/approvals';
import { LastRun } from '../list/last-run';
import { NextRun } from '../list/next-run';
import { ScheduleActions } from '../schedule-actions';
import { loadScheduleChoices } from './schedule-choices';
import { ScheduleForm } from './schedule-form';

/** One schedule: how it is doing, what waits for a decision, and its form. */
@Component({
  imports: [
    MatButton,
    RouterLink,
    Icon,
    Empty,
    Loading,
    ProblemPanel,
    StateWord,
    Approvals,
    LastRun,
    NextRun,
    ScheduleForm,
  ],
  templateUrl: './schedule-page.html',
  styleUrl: '../../destinations/edit/edit-page.scss',
})
export class SchedulePage implements HasUnsaved {
  /** Of the address. */
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly said = inject(Said);
  private readonly actions = inject(ScheduleActions);
  private readonly form = viewChild(ScheduleForm);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => this.id(),
    load: async (id) => {
      const [schedule, choices] = await Promise.all([
        this.api.invoke(getSchedule, { id }),
        loadScheduleChoices(this.api),
      ]);
      return { schedule, ...choices };
    },
    reloadOn: ({ type, id, data }, shown) =>
      (type === 'schedule.changed' && id === shown) ||
      (type === 'backup.status' && (data as { scheduleId?: unknown } | null)?.scheduleId === shown),
  });
  protected readonly schedule = computed(() => this.page.value()?.schedule);
  /** One element from the beginning: its focus stays when the name arrives. */
  protected readonly heading = computed(() => this.schedule()?.name ?? $localize`Schedule`);
  protected readonly isGone = computed(() => this.page.problem()?.code === 'SCHEDULE_NOT_FOUND');
  /** What the form is about: it stays while somebody types, whatever happens to the schedule meanwhile. */
  protected readonly edited = linkedSignal<ScheduleDto | undefined, ScheduleDto | undefined>({
    source: this.schedule,
    computation: (now, before) => {
      const kept = before?.value;
      if (kept === undefined || kept.id !== now?.id) return now;
      return kept.version === now.version || untracked(() => this.hasUnsaved()) ? kept : now;
    },
  });
  /** Its project may be deleted: then it isn't among the choices. */
  protected readonly projects = computed(() => {
    const { projects = [], schedule } = this.page.value() ?? {};
    if (schedule === undefined || projects.some(({ id }) => id === schedule.projectId)) return projects;
    return [{ id: schedule.projectId, name: schedule.projectName }, ...projects];
  });
  protected readonly paused = projectWords.paused;
  protected readonly problem = signal<Problem | null>(null);
  protected readonly isBusy = signal(false);

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
    const title = inject(PageTitle);
    effect(() => {
      const schedule = this.schedule();
      if (schedule !== undefined)
        title.set(`${schedule.name}, ${schedule.projectName}`, schedule.enabled ? '' : projectWords.paused.word);
    });
  }

  hasUnsaved(): boolean {
    return this.form()?.hasUnsaved() ?? false;
  }

  protected tell({ name }: ScheduleDto): void {
    void this.said.say($localize`${name}:name: is saved.`);
    this.page.reload();
  }

  protected loadAgain(): void {
    this.edited.set(undefined);
    this.page.reload();
  }

  protected async setEnabled(schedule: ScheduleDto, enabled: boolean): Promise<void> {
    await this.at(() => this.actions.setEnabled(schedule, enabled));
    this.page.reload();
  }

  protected async runNow(schedule: ScheduleDto): Promise<void> {
    await this.at(() => this.actions.runNow(schedule));
  }

  protected async delete(schedule: ScheduleDto): Promise<void> {
    const result = await this.actions.delete(schedule);
    if (result === 'gone') await this.router.navigateByUrl('/schedules');
    else this.problem.set(result);
  }

  private async at(work: () => Promise<Problem | null>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set(await work());
    this.isBusy.set(false);
  }
}
