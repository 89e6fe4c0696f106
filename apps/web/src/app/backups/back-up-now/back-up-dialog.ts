import { afterRenderEffect, Component, computed, ElementRef, inject, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { Api } from '../../api/api';
import { createBackup } from '../../api/fn/backups/create-backup';
import type { Problem } from '../../api/models/problem';
import type { ProjectDto } from '../../api/models/project-dto';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { problemOf } from '../../feedback/problem-of';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { chosenFirst, loadChoices, whyNotThere } from './choices';
import { runningOne } from './running-one';

/** More projects than this are found by typing. */
const fewProjects = 8;

/** Confirms where to, and starts: with one project by its main button, with several by the button of each. Closes with the run's id. */
@Component({
  imports: [Empty, Icon, Loading, MatButton, MatCheckbox, MatDialogModule, ProblemPanel, RouterLink],
  templateUrl: './back-up-dialog.html',
  styleUrl: './back-up-dialog.scss',
})
export class BackUpDialog {
  private readonly api = inject(Api);
  protected readonly dialog = inject<MatDialogRef<BackUpDialog, string>>(MatDialogRef);
  private readonly projectId = inject<string | null>(MAT_DIALOG_DATA);

  protected readonly choices = live({
    by: () => ({ project: this.projectId }),
    load: ({ project }) => loadChoices(this.api, project),
  });
  protected readonly chosen = linkedSignal(() => new Set(chosenFirst(this.choices.value()?.destinations ?? [])));
  protected readonly search = signal('');
  protected readonly problem = signal<Problem | null>(null);
  /** The project whose backup is being asked for. */
  protected readonly starting = signal<string | null>(null);

  protected readonly destinations = computed(() =>
    (this.choices.value()?.destinations ?? []).map((destination) => ({
      ...destination,
      why: whyNotThere(destination),
    })),
  );
  protected readonly single = computed(() => {
    const projects = this.choices.value()?.projects ?? [];
    return projects.length === 1 ? (projects[0] ?? null) : null;
  });
  protected readonly hasMany = computed(() => (this.choices.value()?.projects.length ?? 0) > fewProjects);
  protected readonly found = computed(() => {
    const wanted = this.search().trim().toLowerCase();
    return (this.choices.value()?.projects ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  });
  /** Why it can't begin; null: it can. */
  protected readonly reason = computed(() =>
    this.chosen().size === 0 ? $localize`Choose at least one destination.` : null,
  );

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    let isFocused = false;
    // What is to be pressed is there only once the choices are.
    afterRenderEffect(() => {
      if (isFocused || this.choices.value() === undefined) return;
      isFocused = true;
      host.querySelector<HTMLElement>('[cdkFocusInitial]')?.focus();
    });
  }

  protected choose(destination: string, isChosen: boolean): void {
    const chosen = new Set(this.chosen());
    if (isChosen) chosen.add(destination);
    else chosen.delete(destination);
    this.chosen.set(chosen);
  }

  protected nameOf({ name }: ProjectDto): string {
    return $localize`Back up ${name}`;
  }

  protected async start({ id }: ProjectDto): Promise<void> {
    if (this.reason() !== null || this.starting() !== null) return;
    this.starting.set(id);
    this.problem.set(null);
    try {
      const body = { projectId: id, destinations: [...this.chosen()] };
      this.dialog.close((await this.api.invoke(createBackup, { body })).id);
    } catch (error) {
      // One runs already: that is the one to look at.
      const running = runningOne(error);
      if (running !== null) this.dialog.close(running);
      else this.problem.set(problemOf(error));
    } finally {
      this.starting.set(null);
    }
  }
}
