import { Component, effect, inject, untracked } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../../../api/api';
import { updateProject } from '../../../api/fn/projects/update-project';
import { focusOn } from '../../../config-form/form-summary';
import { placeServerErrors } from '../../../config-form/server-errors';
import { Attempt } from '../../../feedback/attempt';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { ProjectRecord } from '../project-record';
import { formField } from '../../../feedback/form-field';
import { Said } from '../../../feedback/said';

/** What the project is called, and what is to be known about it. */
@Component({
  selector: 'sb-project-name',
  imports: [ReactiveFormsModule, MatButton, formField, MatInput, ProblemPanel],
  template: `
    <h2 i18n>Name and notes</h2>
    <form class="sb-form" [formGroup]="form" (ngSubmit)="save()" novalidate>
      <mat-form-field>
        <mat-label i18n>Name</mat-label>
        <input matInput id="project-name" formControlName="name" autocomplete="off" required />
        <mat-error>{{ form.controls.name.errors?.['problem'] ?? missing }}</mat-error>
      </mat-form-field>
      <mat-form-field>
        <mat-label i18n>Notes</mat-label>
        <textarea matInput formControlName="notes" rows="3"></textarea>
        <mat-hint i18n>For whoever restores: no passwords.</mat-hint>
      </mat-form-field>
      @if (attempt.problem(); as problem) {
        <sb-problem [problem]="problem" />
      }
      <div class="sb-line">
        <button matButton="outlined" [disabled]="attempt.busy()" disabledInteractive i18n>Save</button>
      </div>
    </form>
  `,
  styleUrl: './card.scss',
  host: { class: 'sb-card' },
})
export class NameCard {
  private readonly api = inject(Api);
  private readonly said = inject(Said);
  private readonly of = inject(ProjectRecord);
  protected readonly missing = $localize`Give the project a name.`;
  protected readonly form = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: Validators.required }),
    notes: new FormControl('', { nonNullable: true }),
  });
  protected readonly attempt = new Attempt();

  constructor() {
    effect(() => {
      const project = this.of.project();
      untracked(() => {
        if (project !== undefined && !this.form.dirty) this.form.reset({ name: project.name, notes: project.notes });
      });
    });
  }

  hasUnsaved(): boolean {
    return this.form.dirty;
  }

  protected async save(): Promise<void> {
    this.form.markAllAsTouched();
    const project = this.of.project();
    if (this.form.invalid) return focusOn('project-name');
    if (project === undefined) return;
    const { name, notes } = this.form.getRawValue();
    const body = { version: project.version, name: name.trim(), notes };
    const done = await this.attempt.at(
      async () => {
        const saved = await this.api.invoke(updateProject, { id: project.id, body });
        this.form.reset({ name: saved.name, notes: saved.notes });
        this.of.record.set(saved);
      },
      (problem) => placeServerErrors(problem, (field) => this.form.get(field)),
    );
    if (done) void this.said.say($localize`The project is saved.`);
  }
}
