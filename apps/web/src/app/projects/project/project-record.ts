import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api';
import { getProject } from '../../api/fn/projects/get-project';
import { live } from '../../live/live';
import { ProjectStates } from '../project-states';

/** The project of the page, and how it is doing; shared by its tabs. */
@Injectable()
export class ProjectRecord {
  private readonly api = inject(Api);
  private readonly states = inject(ProjectStates);

  readonly id = signal<string | undefined>(undefined);
  readonly record = live({
    by: () => this.id(),
    load: (id) => this.api.invoke(getProject, { id }),
    reloadOn: ({ type, id }, shown) => type === 'project.changed' && id === shown,
  });
  readonly project = computed(() => {
    const project = this.record.value();
    // Of the page before, until the new one is there.
    return project?.id === this.id() ? project : undefined;
  });
  readonly word = computed(() => this.states.word(this.id() ?? ''));
  readonly state = computed(() => this.states.of(this.id() ?? ''));
  readonly only = computed(() => this.states.only(this.id() ?? ''));
  readonly days = this.states.days;
  readonly stateProblem = this.states.problem;
}
