import { Component, inject, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { ProjectDto } from '../../api/models/project-dto';
import { NewProject } from '../../connection/new-project';
import { warnBeforeUnload, type HasUnsaved } from '../../feedback/keep-unsaved';
import { Icon } from '../../icons/icon';

/** Adds a project by its connection string. */
@Component({
  imports: [RouterLink, Icon, NewProject],
  template: `
    <nav class="sb-line dense" aria-label="Where this is" i18n-aria-label>
      <a routerLink="/projects" i18n>Projects</a><sb-icon name="forward" [size]="16" /><span class="quiet" i18n
        >New</span
      >
    </nav>
    <h1 i18n>New project</h1>
    <div class="sb-card">
      <sb-new-project verb="Add project" i18n-verb (created)="open($event)" />
    </div>
    <p class="dense quiet">
      <ng-container i18n>Several at once? </ng-container><a routerLink="/projects/bulk" i18n>Paste all their strings</a>
    </p>
  `,
  styleUrl: './add.scss',
})
export class NewProjectPage implements HasUnsaved {
  private readonly router = inject(Router);
  private readonly form = viewChild(NewProject);
  private isSaved = false;

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
  }

  hasUnsaved(): boolean {
    return !this.isSaved && this.form()?.hasUnsaved() === true;
  }

  protected open({ id }: ProjectDto): void {
    this.isSaved = true;
    void this.router.navigate(['/projects', id]);
  }
}
