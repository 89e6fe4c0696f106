import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { ProjectDto } from '../../api/models/project-dto';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { focusOn, FormSummary } from '../../config-form/form-summary';
import { formField } from '../../feedback/form-field';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { BlackoutWindows } from '../blackout/blackout-windows';
import { CronBuilder } from '../builder/cron-builder';
import { costText } from '../cost/cost-text';
import { RetentionCard } from '../retention/retention-card';
import { RetentionPreview } from '../retention/retention-preview';
import { NextRuns } from '../runs/next-runs';
import { ZonePicker } from '../zone/zone-picker';
import * as choices from './choices';
import { DestinationChoice } from './destination-choice';
import { ScheduleEditor, type GivenSchedule } from './schedule-editor';
import { SchedulePreview } from './schedule-preview';
import { wrongFields } from './wrong-fields';

/** A schedule: what, when, where to, how long it is kept; beside it what would come of that. */
@Component({
  selector: 'sb-schedule-form',
  imports: [
    ReactiveFormsModule,
    RouterLink,
    MatButton,
    MatInput,
    formField,
    FormSummary,
    ProblemPanel,
    Icon,
    BlackoutWindows,
    CronBuilder,
    DestinationChoice,
    Loading,
    NextRuns,
    RetentionCard,
    ZonePicker,
  ],
  providers: [ScheduleEditor, SchedulePreview, RetentionPreview],
  templateUrl: './schedule-form.html',
  styleUrl: './schedule-form.scss',
})
export class ScheduleForm {
  readonly projects = input.required<readonly Pick<ProjectDto, 'id' | 'name'>[]>();
  readonly destinations = input.required<readonly DestinationDto[]>();
  readonly zones = input<readonly string[]>([]);
  /** Null: a new one. */
  readonly schedule = input<ScheduleDto | null>(null);
  /** What a new one begins with. */
  readonly given = input<GivenSchedule>({});
  readonly changeable = input(true);
  readonly saved = output<ScheduleDto>();
  /** Somebody else has changed it: what is typed can only be given up. */
  readonly loadAgain = output();

  protected readonly editor = inject(ScheduleEditor);
  protected readonly form = this.editor.form;
  protected readonly choices = choices;
  private readonly isAsked = signal(false);
  private readonly event = toSignal(this.form.events, { equal: () => false });
  /** Of the last try to save, as far as it is still wrong. */
  protected readonly wrong = computed(() => {
    this.event();
    return this.isAsked() ? wrongFields(this.form) : [];
  });
  protected readonly jitters = computed(() => choices.withStored(choices.jitters, this.schedule()?.jitterSeconds ?? 0));
  protected readonly graces = computed(() => choices.withStored(choices.graces, this.schedule()?.graceSeconds ?? 0));
  protected readonly cost = computed(() => {
    const cost = this.editor.preview.value()?.cost ?? null;
    return cost === null ? null : costText(cost);
  });
  protected readonly timingProblem = computed(() => {
    this.event();
    // Its answer may have taken away what was said before.
    this.editor.preview.value();
    const problem: unknown =
      this.form.controls.blackout.errors?.['problem'] ?? this.form.controls.jitterSeconds.errors?.['problem'];
    return typeof problem === 'string' ? problem : null;
  });
  protected readonly isStale = computed(() => this.editor.problem()?.code === 'STALE_VERSION');
  protected readonly now = new Date();

  constructor() {
    effect(() => {
      const [schedule, given] = [this.schedule(), this.given()];
      untracked(() => {
        this.editor.begin(schedule, given);
        this.isAsked.set(false);
        if (!this.changeable()) this.form.disable({ emitEvent: false });
      });
    });
  }

  hasUnsaved(): boolean {
    return this.editor.hasUnsaved();
  }

  protected discard(): void {
    this.editor.begin(this.schedule(), this.given());
    this.isAsked.set(false);
  }

  protected async save(): Promise<void> {
    if (this.editor.isSaving()) return;
    this.form.markAllAsTouched();
    if (this.tellWrong()) return;
    const saved = await this.editor.save();
    if (saved === null) this.tellWrong();
    else this.saved.emit(saved);
  }

  /** Shows what is wrong and goes to the first of it. */
  private tellWrong(): boolean {
    const [first] = wrongFields(this.form);
    this.isAsked.set(true);
    if (first !== undefined) setTimeout(() => focusOn(first.id));
    return first !== undefined;
  }
}
