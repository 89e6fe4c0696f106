import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { BackupDto } from '../../../api/models/backup-dto';
import { Ladder } from '../../../charts/ladder/ladder';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { bytes } from '../../../format/bytes';
import { When } from '../../../format/when';
import { Icon } from '../../../icons/icon';
import { Session } from '../../../session/session';
import { StateWord } from '../../../states/state-word';
import { backupChecks } from './backup-checks';
import { checkSteps } from './check-steps';
import { shownCheck } from './shown-check';

/** How far the backup was proven: size, every hash, every member, restored; and each time a copy was read again. */
@Component({
  selector: 'sb-checks',
  imports: [Icon, Ladder, MatButton, ProblemPanel, StateWord, When],
  templateUrl: './checks-card.html',
  styleUrl: './checks-card.scss',
  host: { class: 'sb-card' },
})
export class ChecksCard {
  readonly backup = input.required<BackupDto>();

  protected readonly session = inject(Session);
  protected readonly checks = backupChecks(this.backup);
  protected readonly steps = computed(() => checkSteps(this.backup()));
  protected readonly rows = computed(() => (this.checks.list.value() ?? []).map(shownCheck));
  /** Null: no copy can be read. */
  protected readonly cost = computed(() => {
    const stored = this.backup().copies.filter(({ status, destinationId }) => status === 'stored' && destinationId);
    if (this.backup().deletedAt !== null || stored.length === 0) return null;
    const all = bytes(stored.reduce((sum, { size }) => sum + (size ?? 0), 0));
    return this.backup().encrypted
      ? $localize`Reads ${all}:bytes: from its destinations and compares every hash.`
      : $localize`Reads ${all}:bytes: from its destinations, compares every hash and decodes every row.`;
  });
}
