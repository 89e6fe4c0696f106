import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api';
import { listProjects } from '../../api/fn/projects/list-projects';
import { listDestinations } from '../../api/fn/storage/list-destinations';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { Keys } from '../../shell/keys';
import { BackUpNowDialogs } from './back-up-now-dialogs';

/** The one filled button: asks once what and where to, and goes to the run. `n` does the same. */
@Component({
  selector: 'sb-back-up-now',
  imports: [MatButton, Icon],
  template: `
    @if (reason(); as why) {
      <span id="why-no-backup" class="hint">{{ why }}</span>
    }
    <button
      matButton="filled"
      type="button"
      disabledInteractive
      [attr.aria-describedby]="reason() === null ? null : 'why-no-backup'"
      [title]="reason() ?? ''"
      [disabled]="reason() !== null"
      (click)="open()"
    >
      <sb-icon name="back-up" /><span class="name" i18n>Back up now</span>
    </button>
  `,
  styleUrl: './back-up-now.scss',
})
export class BackUpNow {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly dialogs = inject(BackUpNowDialogs);
  private readonly what = live({
    by: () => this.session.user()?.id,
    load: async () => {
      const [projects, destinations] = await Promise.all([
        this.api.invoke(listProjects, { limit: 1 }),
        this.api.invoke(listDestinations, { limit: 1 }),
      ]);
      return { hasProject: projects.items.length > 0, hasDestination: destinations.items.length > 0 };
    },
    reloadOn: ({ type }) => type === 'project.changed' || type === 'destination.changed',
  });

  /** Why nothing can be backed up; null: something can, or nobody knows yet. */
  protected readonly reason = computed(() => {
    const what = this.what.value();
    if (what === undefined) return null;
    if (!what.hasProject) return $localize`Connect a project first`;
    return what.hasDestination ? null : $localize`Add a destination first`;
  });

  constructor() {
    inject(Keys).on('n', $localize`back up now`, () => this.open());
  }

  protected open(): void {
    if (this.reason() === null) void this.dialogs.open();
  }
}
