import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../api/api';
import { createProject } from '../api/fn/projects/create-project';
import type { Problem } from '../api/models/problem';
import type { ProjectDto } from '../api/models/project-dto';
import { focusOn } from '../config-form/form-summary';
import { placeServerErrors } from '../config-form/server-errors';
import { problemOf } from '../feedback/problem-of';
import { ProblemPanel } from '../feedback/problem-panel';
import { ConnectionEntry } from './connection-entry';
import { ConnectionForm } from './connection-form';
import { checksIn } from './doctor-state';
import { proposedName } from './project-name';
import { formField } from '../feedback/form-field';

/** A pasted string, its checks, a name: a project. Nothing is stored before the checks are through. */
@Component({
  selector: 'sb-new-project',
  imports: [ReactiveFormsModule, formField, MatInput, MatButton, ConnectionForm, ProblemPanel],
  providers: [ConnectionEntry],
  templateUrl: './new-project.html',
  styleUrl: './new-project.scss',
})
export class NewProject {
  /** What its button says. */
  readonly verb = input.required<string>();
  /** Its button is the main one of the page. */
  readonly filled = input(false);
  readonly created = output<ProjectDto>();

  private readonly api = inject(Api);
  protected readonly entry = inject(ConnectionEntry);
  protected readonly name = new FormControl('', { nonNullable: true, validators: Validators.required });
  protected readonly form = new FormGroup({ name: this.name });
  protected readonly missing = $localize`Give the project a name.`;
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly isReady = computed(() => this.entry.isGood());
  protected readonly why = computed(() => {
    if (this.busy()) return $localize`Checking once more, then saving.`;
    const state = this.entry.doctor();
    if (this.entry.isEmpty()) return $localize`Paste the connection string first.`;
    if (state.kind === 'running') return $localize`Ready when the checks end. Warnings don’t block.`;
    if (state.kind === 'idle') return $localize`Ready when the connection is whole and checked.`;
    return this.isReady() ? '' : $localize`Something above has to be mended first.`;
  });

  constructor() {
    effect(() => {
      const { host, database } = this.entry.parts();
      const proposed = host === '' ? '' : proposedName(this.entry.ref(), database, host);
      untracked(() => {
        if (this.name.pristine) this.name.setValue(proposed);
      });
    });
  }

  hasUnsaved(): boolean {
    return !this.entry.isEmpty();
  }

  protected async saveProject(): Promise<void> {
    this.name.markAsTouched();
    if (this.name.invalid) return focusOn('project-name');
    if (!this.isReady() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const body = { name: this.name.value.trim(), connection: this.entry.connection() };
      this.created.emit(await this.api.invoke(createProject, { body }));
    } catch (error) {
      this.show(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }

  private show(problem: Problem): void {
    if (checksIn(problem) !== undefined || (problem.field ?? '').startsWith('connection')) this.entry.refuse(problem);
    else if (placeServerErrors(problem, (field) => (field === 'name' ? this.name : null))) focusOn('project-name');
    else this.problem.set(problem);
  }
}
