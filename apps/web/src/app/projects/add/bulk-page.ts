import { CdkTextareaAutosize } from '@angular/cdk/text-field';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { addProjects } from '../../api/fn/projects/add-projects';
import { MaskedField } from '../../connection/masked-field';
import { Attempt } from '../../feedback/attempt';
import { warnBeforeUnload, type HasUnsaved } from '../../feedback/keep-unsaved';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { StateMark } from '../../states/state-mark';
import { BulkEntry } from './bulk-entry';
import { toBulkResult, type ShownResult } from './bulk-result';
import { formField } from '../../feedback/form-field';

/** Adds several projects at once: each is checked by itself, and one that fails keeps no other back. */
@Component({
  imports: [
    CdkTextareaAutosize,
    MatButton,
    formField,
    MatInput,
    RouterLink,
    MaskedField,
    ProblemPanel,
    Icon,
    StateMark,
  ],
  templateUrl: './bulk-page.html',
  styleUrls: ['./add.scss', './bulk-page.scss'],
})
export class BulkPage implements HasUnsaved {
  private readonly api = inject(Api);
  protected readonly entry = new BulkEntry();
  protected readonly attempt = new Attempt();
  protected readonly results = signal<readonly ShownResult[] | null>(null);
  protected readonly checking = $localize`Each is checked, one after the other.`;
  protected readonly added = computed(() => this.results()?.filter(({ isNew }) => isNew).length ?? 0);
  protected readonly verb = computed(() => {
    const { length } = this.entry.lines();
    return length < 2 ? $localize`Check and add` : $localize`Check and add ${length}:count: projects`;
  });

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
  }

  hasUnsaved(): boolean {
    return !this.entry.isEmpty();
  }

  protected number(line: number): string {
    return $localize`Line ${line}:number:`;
  }

  protected async addAll(event: Event): Promise<void> {
    event.preventDefault();
    if (this.entry.why() !== '') return;
    const lines = this.entry.lines();
    await this.attempt.at(async () => {
      const body = { projects: this.entry.projects() };
      const { results } = await this.api.invoke(addProjects, { body });
      this.results.set(results.map((result, i) => toBulkResult(result, lines[i])));
      this.entry.clear();
    });
  }

  protected more(): void {
    this.results.set(null);
  }
}
