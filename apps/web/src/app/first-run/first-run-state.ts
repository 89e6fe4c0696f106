import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../api/api';
import { listBackups } from '../api/fn/backups/list-backups';
import { listProjects } from '../api/fn/projects/list-projects';
import { listRecoveryKeys } from '../api/fn/recovery-keys/list-recovery-keys';
import { listDestinations } from '../api/fn/storage/list-destinations';
import type { BackupSummaryDto } from '../api/models/backup-summary-dto';
import type { DestinationDto } from '../api/models/destination-dto';
import type { Problem } from '../api/models/problem';
import type { ProjectDto } from '../api/models/project-dto';
import type { RecoveryKeyDto } from '../api/models/recovery-key-dto';
import { problemOf } from '../feedback/problem-of';
import { Session } from '../session/session';

export type Step = 1 | 2 | 3 | 4;

/** Where the backups go: a stored destination, or the browser alone. */
export type Target = { readonly kind: 'stored'; readonly destination: DestinationDto } | { readonly kind: 'browser' };

/** How far the first run is. What is done is what the service has; nothing is remembered here. */
@Injectable()
export class FirstRunState {
  private readonly api = inject(Api);
  private readonly session = inject(Session);

  readonly loaded = signal(false);
  readonly problem = signal<Problem | null>(null);
  readonly project = signal<ProjectDto | null>(null);
  readonly target = signal<Target | null>(null);
  /** Used for new backups. */
  readonly key = signal<RecoveryKeyDto | null>(null);
  /** Waits for its proof. */
  readonly unprovenKey = signal<RecoveryKeyDto | null>(null);
  readonly backup = signal<BackupSummaryDto | null>(null);

  /** The section that is open. */
  readonly step = computed((): Step => {
    if (this.session.user() === null) return 1;
    if (this.project() === null) return 2;
    return this.target() === null ? 3 : 4;
  });

  /** @param toBrowser the browser was chosen, which no service remembers */
  async load(toBrowser: boolean): Promise<void> {
    this.problem.set(null);
    if (this.session.user() === null) {
      this.loaded.set(true);
      return;
    }
    try {
      const one = { limit: 1 };
      const [projects, destinations, keys, backups] = await Promise.all([
        this.api.invoke(listProjects, one),
        this.api.invoke(listDestinations, { limit: 20 }),
        this.api.invoke(listRecoveryKeys, { limit: 20 }),
        this.api.invoke(listBackups, one),
      ]);
      this.project.set(projects.items[0] ?? null);
      const destination = destinations.items.find(({ enabled, closing }) => enabled && !closing);
      if (destination !== undefined) this.target.set({ kind: 'stored', destination });
      else if (toBrowser) this.target.set({ kind: 'browser' });
      this.key.set(keys.items.find(({ used }) => used) ?? null);
      this.unprovenKey.set(keys.items.find(({ status }) => status === 'unproven') ?? null);
      this.backup.set(backups.items[0] ?? null);
      this.loaded.set(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}
