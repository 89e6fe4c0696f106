import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { clockTime, exactMoment } from '../../format/moment';
import { Icon } from '../../icons/icon';
import { Attention } from '../../live/attention';
import { Clock } from '../../live/clock';
import { StateMark } from '../../states/state-mark';
import { projectWords } from '../../states/words';
import { Freshness } from '../freshness';
import { headline } from './headline';
import { leadOf } from './lead';

/** The answer, before everything else: how all projects are. Without news it is grey. */
@Component({
  selector: 'sb-verdict',
  imports: [MatButton, Icon, StateMark],
  template: `
    <sb-state-mark [glyph]="word().glyph" [tone]="word().tone" [size]="40" />
    <div class="text">
      <h1 class="verdict" tabindex="-1">{{ title() }}</h1>
      <p class="lead">
        @if (lead().name; as name) {
          <strong>{{ name }}</strong>
        }
        {{ lead().why }} {{ lead().when }}
      </p>
    </div>
    @if (time(); as time) {
      <button matButton type="button" [title]="exact()" (click)="again.emit()">
        <sb-icon name="refresh" [size]="16" /><span class="sb-hidden" i18n>Load again,&ngsp;</span
        ><ng-container i18n>as of {{ time }}</ng-container>
      </button>
    }
  `,
  styleUrl: './verdict.scss',
})
export class Verdict {
  readonly dashboard = input.required<DashboardDto>();
  readonly again = output();

  private readonly freshness = inject(Freshness);
  private readonly clock = inject(Clock);
  private readonly at = inject(Attention).at;

  protected readonly word = computed(() =>
    this.freshness.isStale() ? projectWords.unknown : projectWords[this.dashboard().verdict.state],
  );
  private readonly known = computed(() => {
    const { verdict, projects } = this.dashboard();
    return headline(verdict.counts, projects[0]?.name ?? null);
  });
  protected readonly title = computed(() =>
    this.freshness.isStale() ? $localize`${projectWords.unknown.word} since ${this.freshness.since()}.` : this.known(),
  );
  protected readonly lead = computed(() => {
    const lost = this.freshness.lost();
    if (lost !== null) return { name: null, why: lost, when: $localize`What was known then: ${this.known()}` };
    return leadOf(this.dashboard(), this.clock.minute());
  });
  /** The verdict is asked for each minute, so it is of then, and not of when the page was opened. */
  protected readonly time = computed(() => {
    const at = this.at();
    return at === null ? null : clockTime(at).slice(0, 5);
  });
  protected readonly exact = computed(() => {
    const at = this.at();
    return at === null ? '' : exactMoment(at);
  });
}
