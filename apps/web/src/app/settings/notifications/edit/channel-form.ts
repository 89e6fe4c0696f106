import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule, type AbstractControl } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { merge, startWith, switchMap } from 'rxjs';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { ChannelTypeDto } from '../../../api/models/channel-type-dto';
import type { SavedChannelDto } from '../../../api/models/saved-channel-dto';
import { fieldId } from '../../../config-form/config-field';
import { ConfigFields } from '../../../config-form/config-fields';
import { FormSummary, focusOn, type WrongField } from '../../../config-form/form-summary';
import { formField } from '../../../feedback/form-field';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { deliveryWords } from '../../../states/delivery-words';
import { StateWord } from '../../../states/state-word';
import { testText } from '../test-text';
import { ChannelEditor } from './channel-editor';
import { DigestFields } from './digest-fields';
import { ProjectChoice } from './project-choice';

/** A channel's settings, made of what the service says of its type, with a test of what is typed. */
@Component({
  selector: 'sb-channel-form',
  imports: [
    ConfigFields,
    DigestFields,
    FormSummary,
    formField,
    MatButton,
    MatInput,
    ProblemPanel,
    ProjectChoice,
    ReactiveFormsModule,
    RouterLink,
    StateWord,
  ],
  providers: [ChannelEditor],
  templateUrl: './channel-form.html',
  styleUrl: './channel-form.scss',
  host: { class: 'sb-card' },
})
export class ChannelForm {
  readonly type = input.required<ChannelTypeDto>();
  /** Null: a new one. */
  readonly channel = input<ChannelDto | null>(null);
  readonly saved = output<SavedChannelDto>();
  /** Somebody else has changed it: what is typed can only be given up. */
  readonly loadAgain = output();

  protected readonly editor = inject(ChannelEditor);
  private readonly isAsked = signal(false);
  private readonly event = toSignal(
    merge(
      this.editor.form.events,
      toObservable(this.editor.config).pipe(switchMap((form) => form.events.pipe(startWith(null)))),
    ),
    { equal: () => false },
  );
  /** Of the last try to save, as far as it is still wrong. */
  protected readonly wrong = computed(() => {
    this.event();
    return this.isAsked() ? this.wrongFields() : [];
  });
  protected readonly isStale = computed(() => this.editor.saving.problem()?.code === 'STALE_VERSION');
  protected readonly result = computed(() => {
    const test = this.editor.test();
    return test === null ? null : { word: deliveryWords[test.state], text: testText(test) };
  });

  constructor() {
    effect(() => {
      const edited = { type: this.type(), channel: this.channel() };
      untracked(() => this.editor.begin(edited));
      this.isAsked.set(false);
    });
  }

  hasUnsaved(): boolean {
    return this.editor.hasUnsaved();
  }

  protected async sendTest(): Promise<void> {
    await this.editor.sendTest();
    if (this.editor.config().invalid) this.tellWrong();
  }

  protected async save(): Promise<void> {
    this.editor.form.markAllAsTouched();
    this.editor.config().markAllAsTouched();
    if (this.tellWrong()) return;
    const saved = await this.editor.save();
    if (saved === null) this.tellWrong();
    else this.saved.emit(saved);
  }

  protected nameProblem(): string {
    return problemOf(this.editor.form.controls.name) ?? $localize`Name is missing.`;
  }

  /** Shows what is wrong and goes to the first of it. */
  private tellWrong(): boolean {
    const [first] = this.wrongFields();
    this.isAsked.set(true);
    if (first !== undefined) setTimeout(() => focusOn(first.id));
    return first !== undefined;
  }

  private wrongFields(): readonly WrongField[] {
    const { name, timeZone } = this.editor.form.controls;
    const config = this.editor.config();
    const ofType = this.type().fields.flatMap((field) => {
      const control = config.controls[field.name];
      const message = control?.enabled === true ? problemOf(control) : null;
      return message === null ? [] : [{ id: fieldId(field.name), message }];
    });
    return [
      ...(name.invalid ? [{ id: 'channel-name', message: this.nameProblem() }] : []),
      ...ofType,
      ...(timeZone.invalid ? [{ id: 'channel-zone', message: problemOf(timeZone) ?? '' }] : []),
    ];
  }
}

function problemOf({ errors }: AbstractControl): string | null {
  const problem: unknown = errors?.['problem'];
  return typeof problem === 'string' ? problem : null;
}
