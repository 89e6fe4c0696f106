import { Component, computed, inject, input } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { BackUpNowDialogs } from '../../backups/back-up-now/back-up-now-dialogs';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { bytes } from '../../format/bytes';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { StateWord } from '../../states/state-word';
import { allProjects } from '../all-projects';
import { ProjectStates } from '../project-states';
import { filterRows, sortOf, sortRows, type ProjectRow, type Sort } from './project-rows';
import { formField } from '../../feedback/form-field';

const columns: readonly { sort: Sort; name: string }[] = [
  { sort: 'name', name: $localize`Name` },
  { sort: 'state', name: $localize`State` },
  { sort: 'last', name: $localize`Last good backup` },
];

/** All projects, those that need somebody first. */
@Component({
  imports: [
    MatButton,
    MatIconButton,
    formField,
    MatInput,
    RouterLink,
    Empty,
    Loading,
    ProblemPanel,
    Icon,
    StateWord,
    When,
  ],
  providers: [ProjectStates],
  templateUrl: './projects-page.html',
  styleUrl: './projects-page.scss',
})
export class ProjectsPage {
  /** Of the address: `state`, `name`, `last`. */
  readonly sort = input<string>();
  /** Of the address. */
  readonly search = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly dialogs = inject(BackUpNowDialogs);
  protected readonly session = inject(Session);
  protected readonly states = inject(ProjectStates);
  protected readonly columns = columns;
  protected readonly projects = live({
    by: () => true,
    load: () => allProjects(this.api),
    reloadOn: ({ type }) => type === 'project.changed',
  });
  protected readonly all = computed(() => this.projects.value() ?? []);
  protected readonly order = computed(() => sortOf(this.sort()));
  protected readonly rows = computed(() => {
    const rows = this.all().map((project): ProjectRow => ({
      project,
      word: this.states.word(project.id),
      state: this.states.of(project.id) ?? null,
      rank: this.states.rank(project.id),
    }));
    return sortRows(filterRows(rows, this.search() ?? ''), this.order());
  });

  protected size({ state }: ProjectRow): string {
    const stored = state?.lastGood?.storedBytes ?? null;
    return stored === null ? '' : bytes(stored);
  }

  protected backUpLabel({ project }: ProjectRow): string {
    return $localize`Back up ${project.name}:project:`;
  }

  protected doctorLabel({ project }: ProjectRow): string {
    return $localize`Check the connection of ${project.name}:project:`;
  }

  protected filter(text: string): void {
    const search = text === '' ? null : text;
    void this.router.navigate([], { queryParams: { search }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected backUp(id: string): void {
    void this.dialogs.open(id);
  }
}
