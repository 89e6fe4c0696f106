import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTabsModule } from '@angular/material/tabs';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { BackUpNowDialogs } from '../../backups/back-up-now/back-up-now-dialogs';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { Session } from '../../session/session';
import { PageTitle } from '../../shell/page-title';
import { StateWord } from '../../states/state-word';
import { ProjectStates } from '../project-states';
import { ProjectRecord } from './project-record';

/** One project: how it is doing, and its tabs. */
@Component({
  imports: [
    MatButton,
    MatTabsModule,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    Empty,
    Loading,
    ProblemPanel,
    Icon,
    StateWord,
  ],
  providers: [ProjectStates, ProjectRecord],
  templateUrl: './project-page.html',
  styleUrl: './project-page.scss',
})
export class ProjectPage {
  readonly id = input.required<string>();

  private readonly dialogs = inject(BackUpNowDialogs);
  protected readonly session = inject(Session);
  protected readonly of = inject(ProjectRecord);
  protected readonly tabs = [
    { path: '', name: $localize`Overview` },
    { path: 'coverage', name: $localize`Coverage` },
    { path: 'doctor', name: $localize`Doctor` },
    { path: 'schedule', name: $localize`Schedule` },
    { path: 'settings', name: $localize`Settings` },
  ];
  protected readonly isGone = computed(() => this.of.record.problem()?.code === 'PROJECT_NOT_FOUND');
  protected readonly where = computed(() => {
    const project = this.of.project();
    if (project === undefined) return '';
    const { host, port, database } = project.connection;
    return `${host}:${port}/${database}`;
  });

  constructor() {
    const title = inject(PageTitle);
    effect(() => this.of.id.set(this.id()));
    effect(() => {
      const project = this.of.project();
      if (project !== undefined) title.set(project.name, this.of.word().word);
    });
  }

  protected backUp(): void {
    void this.dialogs.open(this.id());
  }
}
