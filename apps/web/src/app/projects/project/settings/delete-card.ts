import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../../api/api';
import { listBackups } from '../../../api/fn/backups/list-backups';
import { deleteProject } from '../../../api/fn/projects/delete-project';
import { Attempt } from '../../../feedback/attempt';
import { Confirm } from '../../../feedback/confirm';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { ProjectRecord } from '../project-record';
import { Said } from '../../../feedback/said';

/** Ends the project. Where it has backups, its name is typed. */
@Component({
  selector: 'sb-project-delete',
  imports: [MatButton, ProblemPanel],
  template: `
    <h2 i18n>Delete the project</h2>
    <p class="dense quiet" i18n>
      Its backups stay where they are. Its password is deleted at once, and no new backup is made.
    </p>
    @if (attempt.problem(); as problem) {
      <sb-problem [problem]="problem" effect="The project is as it was." i18n-effect />
    }
    <div>
      <button
        matButton="outlined"
        class="danger"
        type="button"
        [disabled]="attempt.busy()"
        disabledInteractive
        (click)="delete()"
        i18n
      >
        Delete…
      </button>
    </div>
  `,
  styleUrl: './card.scss',
  host: { class: 'sb-card' },
})
export class DeleteCard {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly said = inject(Said);
  private readonly of = inject(ProjectRecord);
  protected readonly attempt = new Attempt();

  protected async delete(): Promise<void> {
    const project = this.of.project();
    if (project === undefined) return;
    const { id, name } = project;
    await this.attempt.at(async () => {
      const { items } = await this.api.invoke(listBackups, { project: id, limit: 1 });
      const isWanted = await this.confirm.ask({
        title: $localize`Delete the project ${name}:project:?`,
        text:
          items.length === 0
            ? $localize`It has no backups. Its connection is forgotten.`
            : $localize`Its backups stay and can be restored. Its connection is forgotten, and nothing new is backed up.`,
        action: $localize`Delete ${name}:project:`,
        ...(items.length === 0 ? {} : { typed: name }),
      });
      if (isWanted) await this.end(id, name);
    });
  }

  private async end(id: string, name: string): Promise<void> {
    await this.api.invoke(deleteProject, { id });
    void this.said.say($localize`${name}:project: is deleted.`);
    await this.router.navigateByUrl('/projects');
  }
}
