import { Component, computed, inject, signal } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Api } from '../../../api/api';
import { updateProject } from '../../../api/fn/projects/update-project';
import type { ConnectionDto } from '../../../api/models/connection-dto';
import type { Problem } from '../../../api/models/problem';
import { focusOn } from '../../../config-form/form-summary';
import { placeServerErrors } from '../../../config-form/server-errors';
import { CheckList } from '../../../connection/check-list';
import { ConnectionEntry } from '../../../connection/connection-entry';
import { ConnectionForm } from '../../../connection/connection-form';
import { checksIn, toShown } from '../../../connection/doctor-state';
import type { ShownCheck } from '../../../connection/shown-check';
import { Attempt } from '../../../feedback/attempt';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { ProjectRecord } from '../project-record';
import { encryptionText } from './encryption-text';
import { formField } from '../../../feedback/form-field';
import { Said } from '../../../feedback/said';

type Mode = 'closed' | 'password' | 'string';

/** How the database is reached, and what to do after its password was changed. Nothing is saved that the doctor can't log in with. */
@Component({
  selector: 'sb-project-connection',
  imports: [ReactiveFormsModule, MatButton, formField, MatInput, CheckList, ConnectionForm, ProblemPanel],
  providers: [ConnectionEntry],
  templateUrl: './connection-card.html',
  styleUrl: './card.scss',
  host: { class: 'sb-card' },
})
export class ConnectionCard {
  private readonly api = inject(Api);
  private readonly said = inject(Said);
  protected readonly of = inject(ProjectRecord);
  protected readonly entry = inject(ConnectionEntry);
  protected readonly mode = signal<Mode>('closed');
  protected readonly attempt = new Attempt();
  protected readonly failed = signal<readonly ShownCheck[]>([]);
  protected readonly missing = $localize`Enter the new password.`;
  protected readonly form = new FormGroup({
    password: new FormControl('', { nonNullable: true, validators: Validators.required }),
  });
  protected readonly password = computed(() => {
    const { set = false, hint = null } = this.of.project()?.connection.password ?? {};
    if (!set) return $localize`not set`;
    return hint === null ? $localize`set` : $localize`set, ends with ${hint}:hint:`;
  });
  protected readonly encryption = computed(() => {
    const connection = this.of.project()?.connection;
    return connection === undefined ? '' : encryptionText(connection);
  });
  protected readonly why = computed(() => {
    if (this.entry.isGood()) return '';
    return this.entry.isEmpty() ? $localize`Paste the string first.` : $localize`Ready when the checks have passed.`;
  });

  hasUnsaved(): boolean {
    return this.form.dirty || !this.entry.isEmpty();
  }

  protected open(mode: Mode): void {
    this.mode.set(mode);
    if (mode === 'password') setTimeout(() => focusOn('database-password'));
  }

  protected close(): void {
    this.form.reset();
    this.entry.clear();
    this.failed.set([]);
    this.attempt.problem.set(null);
    this.mode.set('closed');
  }

  protected async savePassword(): Promise<void> {
    this.form.markAllAsTouched();
    if (this.form.invalid) return focusOn('database-password');
    this.failed.set([]);
    await this.save({ password: this.form.controls.password.value }, (problem) => {
      const checks = checksIn(problem);
      this.failed.set(checks?.map(toShown) ?? []);
      return checks !== undefined || placeServerErrors(problem, () => this.form.controls.password);
    });
  }

  protected async saveConnection(): Promise<void> {
    if (!this.entry.isGood()) return;
    await this.save(this.entry.connection(), (problem) => {
      const isAbout = checksIn(problem) !== undefined || (problem.field ?? '').startsWith('connection');
      if (isAbout) this.entry.refuse(problem);
      return isAbout;
    });
  }

  private async save(connection: ConnectionDto, isPlaced: (problem: Problem) => boolean): Promise<void> {
    const project = this.of.project();
    if (project === undefined) return;
    const done = await this.attempt.at(async () => {
      const body = { version: project.version, connection };
      this.of.record.set(await this.api.invoke(updateProject, { id: project.id, body }));
    }, isPlaced);
    if (!done) return;
    this.close();
    void this.said.say($localize`The connection is saved.`);
  }
}
