import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api';
import { listDestinationProbes } from '../../api/fn/storage/list-destination-probes';
import type { PastTestDto } from '../../api/models/past-test-dto';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { StateMark } from '../../states/state-mark';
import { ProbeList } from './probe-list';
import { probeMarks, timeOf, verdictOf } from './shown-probe';

/** So many at first; the service keeps 50. */
const [few, all] = [10, 50];

/** The last tests that the service keeps, the newest first. */
@Component({
  selector: 'sb-probe-history',
  imports: [MatButton, Loading, ProblemPanel, When, Icon, StateMark, ProbeList],
  template: `
    <section class="sb-card" aria-labelledby="probes">
      <header class="sb-card-head"><h2 id="probes" i18n>Earlier probes</h2></header>
      @if (tests.problem(); as problem) {
        <sb-problem [problem]="problem" [retry]="true" [assertive]="false" (again)="tests.reload()" />
      } @else if (tests.value(); as list) {
        @for (test of list.items; track test.at) {
          <details>
            <summary>
              <sb-icon name="forward" />
              <sb-state-mark [glyph]="shown(test).glyph" [tone]="shown(test).tone" />
              <span><sb-when [at]="test.at" />, {{ shown(test).text }}</span>
              <span class="time">{{ took(test) }}</span>
            </summary>
            <sb-probe-list [checks]="test.checks" />
          </details>
        } @empty {
          <p class="quiet" i18n>It was not tested yet.</p>
        }
        @if (list.next !== null && limit() === few) {
          <button matButton type="button" (click)="limit.set(all)" i18n>Show older ones</button>
        }
      } @else {
        <sb-loading />
      }
    </section>
  `,
  styleUrl: './probe-history.scss',
})
export class ProbeHistory {
  readonly id = input.required<string>();
  private readonly api = inject(Api);
  protected readonly few = few;
  protected readonly all = all;
  protected readonly limit = signal<number>(few);
  protected readonly tests = live({
    by: computed(() => ({ id: this.id(), limit: this.limit() })),
    load: (page) => this.api.invoke(listDestinationProbes, page),
    reloadOn: ({ type, id }, shown) => type === 'destination.changed' && id === shown.id,
  });

  protected took({ checks }: PastTestDto): string {
    return timeOf(checks.reduce((sum, { ms }) => sum + (ms ?? 0), 0));
  }

  protected shown({ checks }: PastTestDto): { text: string } & (typeof probeMarks)['passed'] {
    const { text, status } = verdictOf(checks);
    return { text, ...probeMarks[status] };
  }
}
