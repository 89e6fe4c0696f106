import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { BackupDto } from '../../../api/models/backup-dto';
import { moment } from '../../../format/moment';
import { Icon } from '../../../icons/icon';
import { Clock } from '../../../live/clock';
import { StateWord } from '../../../states/state-word';
import { runWords } from '../../../states/words';
import type { RunState } from '../run-state';
import { ProgressLine } from './progress-line';
import { runFacts } from './run-facts';

/** What it is, how it is doing, and what can be done with it (projected). */
@Component({
  selector: 'sb-run-head',
  imports: [Icon, ProgressLine, RouterLink, StateWord],
  templateUrl: './run-head.html',
  styleUrl: './run-head.scss',
})
export class RunHead {
  readonly run = input.required<RunState>();
  readonly backup = input.required<BackupDto>();

  private readonly clock = inject(Clock);
  protected readonly word = computed(() => runWords[this.backup().shownStatus]);
  protected readonly title = computed(() => titleOf(this.backup(), this.clock.minute()));
  protected readonly facts = computed(() =>
    runFacts(this.backup(), this.run().progress(), this.run().elapsed(), this.run().rates().quietDump < 5),
  );
}

/** `crm, 24 Nov 08:30` */
export const titleOf = ({ projectName, createdAt }: BackupDto, now: Date): string =>
  `${projectName}, ${moment(new Date(createdAt), now)}`;
