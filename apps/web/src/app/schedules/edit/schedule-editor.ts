import { computed, inject, Injectable, linkedSignal, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Api } from '../../api/api';
import { createSchedule } from '../../api/fn/schedules/create-schedule';
import { updateSchedule } from '../../api/fn/schedules/update-schedule';
import type { CreateScheduleDto } from '../../api/models/create-schedule-dto';
import type { Problem } from '../../api/models/problem';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { placeServerErrors } from '../../config-form/server-errors';
import { Confirm } from '../../feedback/confirm';
import { problemOf } from '../../feedback/problem-of';
import { bytes } from '../../format/bytes';
import { windowsOf } from '../blackout/windows-form';
import { RetentionPreview, type RetentionQuestion } from '../retention/retention-preview';
import { defaultRule, ruleOf } from '../retention/rule/rule-form';
import { isZone } from '../zone/zones';
import { scheduleFields, scheduleOf, showSchedule, type ChangedSchedule } from './schedule-fields';
import { SchedulePreview } from './schedule-preview';

type Sent = ChangedSchedule & { readonly approve?: string };

/** What a new one begins with. */
export type GivenSchedule = Partial<Pick<CreateScheduleDto, 'projectId'> & { destinationIds: readonly string[] }>;

/** What is typed of a schedule, what would come of it, and saving it. One for each form. */
@Injectable()
export class ScheduleEditor {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  readonly preview = inject(SchedulePreview);
  readonly retention = inject(RetentionPreview);

  readonly form = scheduleFields();
  /** Null: a new one. */
  readonly schedule = signal<ScheduleDto | null>(null);
  readonly isSaving = signal(false);
  readonly problem = signal<Problem | null>(null);
  private readonly event = toSignal(this.form.events, { equal: () => false });
  readonly rule = computed(() => {
    this.event();
    return ruleOf(this.form.controls.retention) ?? this.schedule()?.retention ?? defaultRule;
  });
  /** The last one that is one: half of a name is none. */
  readonly zone = linkedSignal<unknown, string>({
    source: () => this.event(),
    computation: (_, before) => {
      const typed = this.form.controls.timeZone.value.trim();
      return isZone(typed) ? typed : (before?.value ?? 'UTC');
    },
  });
  readonly isDirty = computed(() => {
    this.event();
    return this.form.dirty;
  });

  constructor() {
    this.form.valueChanges.subscribe(() => this.look());
  }

  begin(schedule: ScheduleDto | null, given: GivenSchedule = {}): void {
    this.schedule.set(schedule);
    this.problem.set(null);
    showSchedule(this.form, schedule);
    if (schedule === null) this.form.patchValue(given);
    void this.preview.load(this.form, schedule?.id ?? null);
    void this.retention.load(this.question());
  }

  hasUnsaved(): boolean {
    return this.form.dirty;
  }

  lookAgain(): void {
    void this.retention.load(this.question());
  }

  /** @returns the saved one; null: it wasn't saved, and why is shown where it belongs */
  async save(): Promise<ScheduleDto | null> {
    const body = scheduleOf(this.form);
    if (body === null || this.isSaving()) return null;
    this.isSaving.set(true);
    this.problem.set(null);
    try {
      const approve = await this.approved();
      const saved = approve === null ? null : await this.send({ ...body, ...approve });
      if (saved !== null) this.form.markAsPristine();
      return saved;
    } catch (error) {
      const problem = problemOf(error);
      if (!placeServerErrors(problem, (field) => this.form.get(field))) this.problem.set(problem);
      // Other copies than those that were shown: here they are.
      if (problem.code === 'RETENTION_LIST_CHANGED') this.lookAgain();
      return null;
    } finally {
      this.isSaving.set(false);
    }
  }

  /** More than the plan includes is saved when somebody says so. */
  private async send(body: Sent): Promise<ScheduleDto | null> {
    try {
      return await this.store(body);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== 'SCHEDULE_OVER_QUOTA') throw error;
      const sure = await this.confirm.ask({
        title: $localize`Read more than the plan includes?`,
        text: problem.detail,
        action: $localize`Save all the same`,
        keep: $localize`Change it`,
      });
      return sure ? this.store({ ...body, acceptCost: true }) : null;
    }
  }

  private store(body: Sent): Promise<ScheduleDto> {
    const schedule = this.schedule();
    if (schedule === null)
      return this.api.invoke(createSchedule, { body: { ...body, projectId: this.form.controls.projectId.value } });
    const { id, version } = schedule;
    return this.api.invoke(updateSchedule, { id, body: { ...body, version } });
  }

  /** Exactly the list that was shown, if somebody says so; nothing where nothing goes. Null: it is not to be saved. */
  private async approved(): Promise<{ approve?: string } | null> {
    if (this.schedule() === null) return {};
    if (this.retention.isOld()) await this.retention.load(this.question());
    const shown = this.retention.value();
    // Not known: what goes then waits for a decision.
    if (shown === undefined || this.retention.isOld() || shown.wouldDelete === 0) return {};
    const sure = await this.confirm.ask({
      title: $localize`Save, and delete ${shown.wouldDelete}:count: copies?`,
      text: $localize`After the next good backup exactly those in the list are deleted, which frees ${bytes(shown.wouldDeleteBytes)}:size:. Nobody can bring them back.`,
      action: $localize`Save and delete ${shown.wouldDelete}:count:`,
      keep: $localize`Change the rule`,
    });
    return sure ? { approve: shown.listId } : null;
  }

  private look(): void {
    this.preview.soon(this.form, this.schedule()?.id ?? null);
    this.retention.soon(this.question());
  }

  private question(): RetentionQuestion | null {
    const { cron, timeZone, blackout, retention } = this.form.controls;
    const rule = ruleOf(retention);
    if (rule === null || cron.invalid || timeZone.invalid || blackout.invalid) return null;
    const id = this.schedule()?.id;
    return {
      rule,
      cron: cron.value.trim(),
      timeZone: timeZone.value.trim(),
      blackout: windowsOf(blackout),
      ...(id === undefined ? {} : { scheduleId: id }),
    };
  }
}
