import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, type ElementRef, input, linkedSignal, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import type { LogLevel } from '../../../api/models/log-level';
import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import { CopyButton } from '../../../feedback/copy-button';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { saveFile } from '../../../files/save-file';
import { duration } from '../../../format/duration';
import { Icon } from '../../../icons/icon';
import type { Live } from '../../../live/live';
import { StateMark } from '../../../states/state-mark';
import type { Word } from '../../../states/words';
import { boxWords } from '../../../charts/pipeline/box-looks';
import { filterLog, isFiltering, logText } from './log-filter';
import { groupLog, type LogGroup } from './log-groups';
import { LogLinesBox } from './log-lines-box';

/** What happened, stage by stage: folded when fine, open while it runs and where it failed. */
@Component({
  selector: 'sb-run-log',
  imports: [
    CopyButton,
    Icon,
    Loading,
    LogLinesBox,
    MatButton,
    MatIconButton,
    NgTemplateOutlet,
    ProblemPanel,
    StateMark,
  ],
  templateUrl: './run-log.html',
  styleUrl: './run-log.scss',
})
export class RunLog {
  readonly backup = input.required<BackupDto>();
  readonly progress = input<BackupProgressDto | null>(null);
  readonly log = input.required<Live<readonly RunLogLineDto[]>>();

  protected readonly level = signal<LogLevel | null>(null);
  protected readonly search = signal('');
  protected readonly isSearching = signal(false);
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field');

  protected readonly lines = computed(() => this.log().value() ?? []);
  protected readonly warnings = computed(() => this.lines().filter(({ level }) => level === 'warning').length);
  protected readonly errors = computed(() => this.lines().filter(({ level }) => level === 'error').length);
  private readonly filter = computed(() => ({ level: this.level(), search: this.search() }));
  protected readonly isFiltered = computed(() => isFiltering(this.filter()));
  private readonly all = computed(() => groupLog(this.lines(), this.backup(), this.progress()));
  protected readonly groups = computed(() => filterLog(this.all(), this.filter()));
  protected readonly text = computed(() => logText(this.lines()));
  /** What somebody opened or closed, until the run changes its state. */
  private readonly chosen = linkedSignal<string, ReadonlyMap<string, boolean>>({
    source: () => this.backup().shownStatus,
    computation: () => new Map(),
  });

  protected look({ state }: LogGroup): Word {
    return boxWords[state];
  }

  protected isOpen({ id, state, lines }: LogGroup): boolean {
    if (lines.length === 0) return false;
    return this.chosen().get(id) ?? (this.isFiltered() || state === 'running' || state === 'failed');
  }

  protected toggle(group: LogGroup): void {
    const isOpen = this.isOpen(group);
    this.chosen.update((chosen) => new Map(chosen).set(group.id, !isOpen));
  }

  protected took(seconds: number): string {
    return duration(seconds);
  }

  protected openSearch(): void {
    this.isSearching.update((on) => !on);
    this.search.set('');
    // The field is there once the page was drawn.
    setTimeout(() => this.field()?.nativeElement.focus());
  }

  protected clear(): void {
    this.level.set(null);
    this.search.set('');
  }

  protected download(): void {
    saveFile(`${this.backup().projectName}-${this.backup().id}.log`, 'text/plain', this.text());
  }
}
