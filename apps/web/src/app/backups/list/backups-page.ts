import { Component, computed, ElementRef, inject, input, signal, viewChildren } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import type { Problem } from '../../api/models/problem';
import { Ladder } from '../../charts/ladder/ladder';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { moment } from '../../format/moment';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { Session } from '../../session/session';
import { Keys } from '../../shell/keys';
import { StateWord } from '../../states/state-word';
import { runWords } from '../../states/words';
import { BackUpNowDialogs } from '../back-up-now/back-up-now-dialogs';
import { AskToDelete } from '../deleting/ask-to-delete';
import { isDay } from './day';
import { backupPages } from './backup-pages';
import { FiltersBar } from './filters-bar';
import { isShown, isType, needsLooking, noFilter, typeWords, type ListFilter } from './list-filter';
import { RowMenu } from './row-menu';
import { rowTexts } from './row-texts';
import { Selection } from './selection';
import { Said } from '../../feedback/said';

/** Every backup of every project, the newest first. */
@Component({
  imports: [
    Empty,
    FiltersBar,
    Icon,
    Ladder,
    Loading,
    MatButton,
    MatCheckbox,
    ProblemPanel,
    RouterLink,
    RowMenu,
    StateWord,
    When,
  ],
  templateUrl: './backups-page.html',
  styleUrl: './backups-page.scss',
})
export class BackupsPage {
  readonly project = input<string>();
  readonly status = input<string>();
  readonly type = input<string>();
  readonly day = input<string>();
  readonly search = input<string>();
  readonly deleted = input<string>();

  private readonly router = inject(Router);
  private readonly deletions = inject(AskToDelete);
  private readonly dialogs = inject(BackUpNowDialogs);
  private readonly said = inject(Said);
  protected readonly session = inject(Session);
  private readonly links = viewChildren<unknown, ElementRef<HTMLElement>>('link', { read: ElementRef });

  protected readonly filter = computed(
    (): ListFilter => {
      const [status, type, day] = [this.status(), this.type(), this.day()];
      return {
        project: this.project() ?? null,
        status: isShown(status) ? status : null,
        type: isType(type) ? type : null,
        day: isDay(day) ? day : null,
        search: this.search() ?? '',
        deleted: this.deleted() === '1',
      };
    },
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  protected readonly pages = backupPages(this.filter);
  protected readonly selection = new Selection(this.pages.items);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly words = runWords;
  protected readonly types = typeWords;
  protected readonly texts = rowTexts;
  protected readonly isFiltered = computed(() => JSON.stringify(this.filter()) !== JSON.stringify(noFilter));
  protected readonly isLooking = computed(() => needsLooking(this.filter()));

  constructor() {
    const keys = inject(Keys);
    keys.on('j', $localize`next row`, () => this.step(1));
    keys.on('k', $localize`row before`, () => this.step(-1));
  }

  protected name({ projectName, createdAt }: BackupSummaryDto): string {
    return `${projectName}, ${moment(new Date(createdAt))}`;
  }

  protected shownText(amount: number): string {
    return amount === 1 ? $localize`1 backup shown` : $localize`${amount} backups shown`;
  }

  protected foundText(amount: number): string {
    return this.pages.hasMore()
      ? $localize`${amount} found in the newest ${this.pages.looked()}.`
      : $localize`${amount} found.`;
  }

  protected chooseLabel(backup: BackupSummaryDto): string {
    return $localize`Choose the backup ${this.name(backup)}`;
  }

  /** Into the address, which is where the page reads it. */
  protected async change(filter: Partial<ListFilter>): Promise<void> {
    const { project, status, type, day, search, deleted } = { ...this.filter(), ...filter };
    const queryParams = {
      project,
      status,
      type,
      day,
      search: search === '' ? null : search,
      deleted: deleted ? '1' : null,
    };
    await this.router.navigate([], { queryParams, replaceUrl: true });
  }

  protected clear(): void {
    void this.change(noFilter);
  }

  protected backUp(): void {
    void this.dialogs.open(this.filter().project);
  }

  protected async delete(backups: readonly BackupSummaryDto[]): Promise<void> {
    const deleted = await this.deletions.ask(backups);
    if (deleted === 0) return;
    this.selection.chooseAll(false);
    this.pages.reload();
    void this.said.say(deleted === 1 ? $localize`1 backup deleted.` : $localize`${deleted} backups deleted.`);
  }

  private step(by: 1 | -1): void {
    const links = this.links().map(({ nativeElement }) => nativeElement);
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  }
}
