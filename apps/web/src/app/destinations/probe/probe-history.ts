import { Component, inject, input } from '@angular/core';
import { Api } from '../../api/api';
import { listDestinationTests } from '../../api/functions';
import type { PastTestDto } from '../../api/models/past-test-dto';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { StateMark } from '../../states/state-mark';
import { ProbeList } from './probe-list';
import { probeMarks, verdictOf } from './shown-probe';

/** The last tests that the service keeps, the newest first. */
@Component({
  selector: 'sb-probe-history',
  imports: [Loading, ProblemPanel, When, Icon, StateMark, ProbeList],
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
            </summary>
            <sb-probe-list [checks]="test.checks" />
          </details>
        } @empty {
          <p class="quiet" i18n>It was not tested yet.</p>
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
  protected readonly tests = live({
    by: () => this.id(),
    load: (id) => this.api.invoke(listDestinationTests, { id }),
    reloadOn: ({ type, id }, shown) => type === 'destination.changed' && id === shown,
  });

  protected shown({ checks }: PastTestDto): { text: string } & (typeof probeMarks)['passed'] {
    const { text, status } = verdictOf(checks);
    return { text, ...probeMarks[status] };
  }
}
