import { Component, computed, effect, inject, input, signal, viewChild, type OnInit } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatRadioModule } from '@angular/material/radio';
import { Router } from '@angular/router';
import { Api } from '../api/api';
import { createBackup } from '../api/fn/backups/create-backup';
import { createDirectBackup } from '../api/fn/downloads/create-direct-backup';
import { createSchedule } from '../api/fn/schedules/create-schedule';
import { listSchedules } from '../api/fn/schedules/list-schedules';
import type { Problem } from '../api/models/problem';
import type { ProjectDto } from '../api/models/project-dto';
import type { RecoveryKeyDto } from '../api/models/recovery-key-dto';
import { viewerZone } from '../format/moment';
import { problemOf } from '../feedback/problem-of';
import { ProblemPanel } from '../feedback/problem-panel';
import { CAN_MAKE_KEYS } from '../recovery-keys/browser-keys';
import { NewRecoveryKey } from '../recovery-keys/new-recovery-key';
import { RecoveryKeyMaker, short } from '../recovery-keys/recovery-key-maker';
import { StateMark } from '../states/state-mark';
import type { Target } from './first-run-state';

/** Encryption, or none and what that means; every night, or when somebody asks; then the first backup. */
@Component({
  selector: 'sb-protect-step',
  imports: [MatButton, MatRadioModule, ProblemPanel, NewRecoveryKey, StateMark],
  providers: [RecoveryKeyMaker],
  templateUrl: './protect-step.html',
  styleUrl: './steps.scss',
})
export class ProtectStep implements OnInit {
  readonly project = input.required<ProjectDto>();
  readonly target = input.required<Target>();
  /** Used for backups already. */
  readonly usedKey = input<RecoveryKeyDto | null>(null);
  /** Made before this page was loaded. */
  readonly unprovenKey = input<RecoveryKeyDto | null>(null);

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly maker = inject(RecoveryKeyMaker);
  private readonly canMakeKeys = inject(CAN_MAKE_KEYS);
  protected readonly short = short;
  protected readonly way = signal<'key' | 'none'>('key');
  protected readonly when = signal<'nightly' | 'none'>('nightly');
  protected readonly zone = viewerZone();
  /** Where the browser is the destination somebody has to be there. */
  protected readonly isStored = computed(() => this.target().kind === 'stored');
  protected readonly provenKey = computed(() => this.maker.proven() ?? this.usedKey());
  protected readonly isReady = computed(() => this.provenKey() !== null || this.way() === 'none');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly why = computed(() => {
    if (this.maker.busy()) return $localize`The key is being proven.`;
    if (this.isReady()) return '';
    if (this.maker.unproven() !== null) return $localize`Ready when the key is proven.`;
    return this.canMakeKeys ? $localize`Download the key first.` : $localize`Add a key first.`;
  });

  private readonly startButton = viewChild('start', { read: MatButton });

  constructor() {
    effect(() => {
      // What was being done is done and gone from the page.
      if (this.maker.proven() !== null) setTimeout(() => this.startButton()?.focus());
    });
  }

  ngOnInit(): void {
    const waiting = this.unprovenKey();
    if (waiting !== null) this.maker.resume(waiting);
  }

  protected async startFirstBackup(): Promise<void> {
    if (!this.isReady() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.router.navigate(['/backups', await this.start()]);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }

  /** Before the backup: should that not begin, the next night makes one. Once, however often somebody tries. */
  private async schedule(projectId: string, destinationIds: string[]): Promise<void> {
    const { items } = await this.api.invoke(listSchedules, { project: projectId, limit: 1 });
    if (items.length > 0) return;
    const when = { cron: '30 2 * * *', timeZone: this.zone };
    await this.api.invoke(createSchedule, {
      body: { projectId, destinationIds, name: $localize`Every night`, ...when },
    });
  }

  /** @returns the id of the backup */
  private async start(): Promise<string> {
    const projectId = this.project().id;
    const target = this.target();
    if (target.kind === 'stored') {
      const destinations = [target.destination.id];
      if (this.when() === 'nightly') await this.schedule(projectId, destinations);
      const body = { projectId, destinations };
      return (await this.api.invoke(createBackup, { body })).id;
    }
    const { backupId, url } = await this.api.invoke(createDirectBackup, { body: { projectId } });
    // A download: the page stays.
    location.assign(url);
    return backupId;
  }
}
