import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { merge, startWith, switchMap } from 'rxjs';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { SavedDestinationDto } from '../../api/models/saved-destination-dto';
import type { StorageFieldDto } from '../../api/models/storage-field-dto';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { fieldId } from '../../config-form/config-field';
import { ConfigFields } from '../../config-form/config-fields';
import type { ConfigForm } from '../../config-form/config-form';
import { FormSummary, focusOn, type WrongField } from '../../config-form/form-summary';
import { ProblemPanel } from '../../feedback/problem-panel';
import { ProbePanel } from '../probe/probe-panel';
import { Editor } from './editor';
import { ruleFields } from './rules';
import { SettingsForm } from './settings-form';
import { formField } from '../../feedback/form-field';

/** A destination's name and settings, with its probe beside them. */
@Component({
  selector: 'sb-destination-form',
  imports: [
    ReactiveFormsModule,
    MatButton,
    formField,
    MatInput,
    RouterLink,
    ConfigFields,
    FormSummary,
    ProblemPanel,
    ProbePanel,
    SettingsForm,
  ],
  providers: [Editor],
  templateUrl: './destination-form.html',
  styleUrl: './destination-form.scss',
})
export class DestinationForm {
  readonly type = input.required<StorageTypeDto>();
  /** Null: a new one. */
  readonly destination = input<DestinationDto | null>(null);
  /** Whether its account is connected here; else the page has another place for it. */
  readonly connects = input(true);
  readonly saved = output<SavedDestinationDto>();
  /** Somebody else has changed it: what is typed can only be given up. */
  readonly loadAgain = output();

  protected readonly editor = inject(Editor);
  protected readonly ruleFields = ruleFields;
  private readonly isAsked = signal(false);
  private readonly event = toSignal(
    merge(
      this.editor.name.events,
      toObservable(this.editor.config).pipe(switchMap((form) => form.events.pipe(startWith(null)))),
      toObservable(this.editor.rules).pipe(switchMap((form) => form.events.pipe(startWith(null)))),
    ),
    { equal: () => false },
  );
  /** Of the last try to save, as far as it is still wrong. */
  protected readonly wrong = computed(() => {
    this.event();
    return this.isAsked() ? this.wrongFields() : [];
  });
  protected readonly isStale = computed(() => this.editor.problem()?.code === 'STALE_VERSION');
  protected readonly why = computed(() => {
    if (this.editor.mustPause()) return $localize`Mend what the probe names, or save it paused.`;
    return this.destination()?.enabled === false ? $localize`It stays paused until it is enabled.` : '';
  });

  constructor() {
    effect(() => {
      const edited = { type: this.type(), destination: this.destination() };
      untracked(() => this.editor.begin(edited));
      this.isAsked.set(false);
    });
  }

  hasUnsaved(): boolean {
    return this.editor.hasUnsaved();
  }

  protected async save(paused: boolean): Promise<void> {
    if (this.editor.mustPause() && !paused && this.destination()?.enabled !== false) return;
    this.editor.name.markAsTouched();
    this.editor.config().markAllAsTouched();
    this.editor.rules().markAllAsTouched();
    if (this.tellWrong()) return;
    const saved = await this.editor.save({ paused });
    if (saved === null) this.tellWrong();
    else this.saved.emit(saved);
  }

  /** Shows what is wrong and goes to the first of it. */
  private tellWrong(): boolean {
    const [first] = this.wrongFields();
    this.isAsked.set(true);
    if (first !== undefined) setTimeout(() => focusOn(first.id));
    return first !== undefined;
  }

  private wrongFields(): readonly WrongField[] {
    const { name } = this.editor;
    const wrong: WrongField[] = [];
    if (name.invalid) wrong.push({ id: 'destination-name', message: nameProblem(name.errors) });
    return [
      ...wrong,
      ...wrongIn(this.type().fields, this.editor.config()),
      ...wrongIn(ruleFields, this.editor.rules()),
    ];
  }

  protected nameProblem(): string {
    return nameProblem(this.editor.name.errors);
  }
}

function wrongIn(fields: readonly StorageFieldDto[], form: ConfigForm): WrongField[] {
  return fields.flatMap(({ name }) => {
    const control = form.controls[name];
    const problem: unknown = control?.enabled === true ? control.errors?.['problem'] : undefined;
    return typeof problem === 'string' ? [{ id: fieldId(name), message: problem }] : [];
  });
}

const nameProblem = (errors: Record<string, unknown> | null): string =>
  typeof errors?.['problem'] === 'string' ? errors['problem'] : $localize`Name is missing.`;
