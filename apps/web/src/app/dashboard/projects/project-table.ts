import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, ElementRef, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { Ladder } from '../../charts/ladder/ladder';
import { elementWidth } from '../../charts/pipeline/element-width';
import { Spark } from '../../charts/spark';
import { Strip } from '../../charts/strip/strip';
import type { StripDay } from '../../charts/strip/strip-day';
import { iconOf } from '../../destinations/storage-types';
import { bytes } from '../../format/bytes';
import { dayText } from '../../format/day';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { Clock } from '../../live/clock';
import { Keys } from '../../shell/keys';
import { StateWord } from '../../states/state-word';
import { copyWords, projectWords, runWords } from '../../states/words';
import { DashboardData } from '../dashboard-data';
import { Freshness } from '../freshness';
import { checkText, copiesText, isThere, lastGoodText, levelOf, progressText, shortMoment, sizeText } from './row';
import { stripDays, stripLabel } from './strip-days';

type Project = DashboardDto['projects'][number];

/** With more projects than this the table scrolls, and has rows only where one looks. */
export const mostRows = 12;

/** Every project, bad first: a row each, on phones a card each. */
@Component({
  selector: 'sb-project-table',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    NgTemplateOutlet,
    RouterLink,
    Icon,
    Ladder,
    Spark,
    StateWord,
    Strip,
    When,
  ],
  templateUrl: './project-table.html',
  styleUrls: ['./project-table.scss', './project-cards.scss'],
})
export class ProjectTable {
  readonly dashboard = input.required<DashboardDto>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly router = inject(Router);
  private readonly data = inject(DashboardData);
  private readonly freshness = inject(Freshness);
  private readonly now = inject(Clock).minute;
  private readonly width = elementWidth(990);

  protected readonly isLong = computed(() => this.dashboard().projects.length > mostRows);
  /** Pixels, as in the styles. */
  protected readonly rowHeight = computed(() => (this.width() < 568 ? 132 : this.width() < 960 ? 104 : 61));
  protected readonly pitch = computed(() =>
    this.width() < 568 ? Math.min(9.8, Math.max(4, (this.width() - 32) / 30)) : 9.6,
  );
  protected readonly ends = computed(() => {
    const days = this.dashboard().days.slice(-30);
    return { first: dayText(days[0] ?? ''), middle: dayText(days[15] ?? '') };
  });
  protected readonly rows = computed(() => this.dashboard().projects.map((project) => this.rowOf(project)));
  protected readonly running = runWords.running;

  constructor() {
    const keys = inject(Keys);
    keys.on('j', $localize`next row`, () => this.step(1));
    keys.on('k', $localize`row before`, () => this.step(-1));
  }

  protected openDay({ id }: Project, { date }: StripDay): void {
    void this.router.navigate(['/backups'], { queryParams: { project: id, day: date } });
  }

  protected byId(_index: number, { project }: { project: Project }): string {
    return project.id;
  }

  private step(by: 1 | -1): void {
    const links = [...this.host.querySelectorAll<HTMLElement>('tbody .name a')];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  }

  private rowOf(project: Project) {
    const { live, lastGood, nextRunAt } = project;
    const now = this.now();
    const progress = live === null ? null : this.data.progressOf(live.backupId, live.progress);
    return {
      project,
      word: this.freshness.isStale() ? projectWords.unknown : projectWords[project.state],
      days: stripDays(project, this.dashboard().days),
      daysLabel: stripLabel(project),
      lastGood: lastGood === null ? null : { ...lastGood, text: lastGoodText(lastGood, now) },
      live:
        live === null ? null : { word: runWords[live.shownStatus], id: live.backupId, text: progressText(progress) },
      percent: live === null ? null : (progress?.percent ?? 0),
      next: nextRunAt === null ? null : { at: nextRunAt, text: shortMoment(nextRunAt, now) },
      size: lastGood?.storedBytes === undefined || lastGood.storedBytes === null ? '' : bytes(lastGood.storedBytes),
      sizeLabel: sizeText(project),
      level: levelOf(lastGood),
      check: checkText(lastGood, now),
      copies: (lastGood?.copies ?? []).map((copy) => ({
        icon: iconOf(copy.type ?? 'browser_download'),
        title: `${copy.name}: ${copyWords[copy.status].word}`,
        isThere: isThere(copy),
      })),
      copiesText: lastGood === null ? '' : copiesText(lastGood),
    };
  }
}
