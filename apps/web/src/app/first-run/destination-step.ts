import { Component, computed, inject, output, signal, type OnInit } from '@angular/core';
import { FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import type { Problem } from '../api/models/problem';
import type { StorageTypeDto } from '../api/models/storage-type-dto';
import { fieldId } from '../config-form/config-field';
import { focusOn } from '../config-form/form-summary';
import { Editor } from '../destinations/edit/editor';
import { SettingsForm } from '../destinations/edit/settings-form';
import { TypeChoice } from '../destinations/edit/type-choice';
import { ProbePanel } from '../destinations/probe/probe-panel';
import { StorageTypes } from '../destinations/storage-types';
import { Loading } from '../feedback/loading';
import { problemOf } from '../feedback/problem-of';
import { ProblemPanel } from '../feedback/problem-panel';
import type { Target } from './first-run-state';
import { formField } from '../feedback/form-field';

/** Where the first backup goes. The folder of this server is chosen already: it needs nothing to be typed. */
@Component({
  selector: 'sb-destination-step',
  imports: [
    ReactiveFormsModule,
    formField,
    MatInput,
    MatButton,
    SettingsForm,
    TypeChoice,
    ProbePanel,
    ProblemPanel,
    Loading,
  ],
  providers: [Editor],
  templateUrl: './destination-step.html',
  styleUrl: './steps.scss',
})
export class DestinationStep implements OnInit {
  readonly chose = output<Target>();

  private readonly storageTypes = inject(StorageTypes);
  protected readonly editor = inject(Editor);
  protected readonly form = new FormGroup({ name: this.editor.name });
  protected readonly types = signal<readonly StorageTypeDto[]>([]);
  protected readonly chosen = signal<StorageTypeDto | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly missing = $localize`Give the destination a name.`;
  protected readonly isBlocked = computed(() => this.chosen()?.stored === true && this.editor.mustPause());
  protected readonly why = computed(() => {
    if (this.editor.isTesting()) return $localize`The probe is running.`;
    return this.isBlocked() ? $localize`Mend what the probe names first.` : '';
  });
  protected readonly consequence = computed(() => {
    const type = this.chosen();
    if (type?.stored === false)
      return $localize`Nothing is kept: each backup has to be started and saved by you in this browser.`;
    return type?.type === 'local_mapped'
      ? $localize`This keeps a copy on this server only. Add a second destination later.`
      : '';
  });

  ngOnInit(): void {
    void this.load();
  }

  protected async load(): Promise<void> {
    this.problem.set(null);
    try {
      const types = await this.storageTypes.all();
      this.types.set(types);
      const first = types.find(({ type }) => type === 'local_mapped') ?? types[0];
      if (first !== undefined) this.choose(first.type);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }

  protected choose(name: string): void {
    const type = this.types().find((known) => known.type === name) ?? null;
    this.chosen.set(type);
    if (type?.stored !== true) return;
    this.editor.begin({ type, destination: null });
    this.editor.name.setValue(type.title);
    void this.editor.testByItself();
  }

  protected async save(): Promise<void> {
    if (this.chosen()?.stored === false) {
      this.chose.emit({ kind: 'browser' });
      return;
    }
    this.editor.name.markAsTouched();
    this.editor.config().markAllAsTouched();
    if (this.editor.name.invalid) return focusOn('destination-name');
    if (this.isBlocked()) return;
    const [wrong] = this.editor.wrongFields();
    if (wrong !== undefined) return focusOn(fieldId(wrong));
    const saved = await this.editor.save({ paused: false });
    if (saved !== null) this.chose.emit({ kind: 'stored', destination: saved });
  }
}
