import { Component, signal } from '@angular/core';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { Freshness } from '../../dashboard/freshness';
import { ProblemCards } from '../../dashboard/problems/problem-cards';
import { problemsOf } from '../../dashboard/problems/problems-of';
import {
  aDashboard,
  aDestination,
  aLastGood,
  aProject,
  aReason,
  GiB,
  hoursAgo,
} from '../../dashboard/testing/dashboards';
import { Verdict } from '../../dashboard/verdict/verdict';
import { now } from '../data/now';
import { Section } from './section';
import { StaleShown } from './stale-shown';

const lacking = aProject('analytics-eu', {
  state: 'at_risk',
  reasons: [aReason('COPY_MISSING', { destinationId: 'd2' })],
  lastGood: aLastGood({
    storedBytes: 4.6 * GiB,
    copies: [
      { destinationId: 'd1', name: 'Local disk', type: 'local_mapped', status: 'stored' },
      { destinationId: 'd2', name: 'Office NAS', type: 'local_mapped', status: 'failed' },
    ],
  }),
});
const old = aProject('billing', {
  state: 'not_protected',
  reasons: [aReason('TOO_OLD')],
  lastGood: aLastGood({ at: hoursAgo(75) }),
});
const nas = aDestination('Office NAS', { id: 'd2', state: 'full', availableSpace: 0.2 * GiB });

/** The verdict in each state, and the cards of what needs somebody. */
@Component({
  selector: 'sb-dev-dashboard',
  imports: [Section, ProblemCards, StaleShown, Verdict],
  providers: [{ provide: Freshness, useValue: { lost: signal(null), isStale: signal(false), since: signal('') } }],
  template: `
    <sb-dev-section name="Verdict" i18n-name>
      @for (verdict of verdicts; track $index) {
        <div class="as-heading"><sb-verdict [dashboard]="verdict" /></div>
      }
      <div class="as-heading"><sb-dev-stale [dashboard]="bad" /></div>
    </sb-dev-section>
    <sb-dev-section name="What needs somebody" i18n-name><sb-problem-cards [problems]="problems" /></sb-dev-section>
  `,
})
export class DashboardSection {
  protected readonly bad = aDashboard([aProject('shop-prod'), old, lacking], [nas]);
  protected readonly verdicts: readonly DashboardDto[] = [
    aDashboard([aProject('shop-prod'), aProject('crm')]),
    aDashboard([aProject('shop-prod'), lacking]),
    this.bad,
    aDashboard([aProject('crm', { state: 'paused' }), aProject('shop-prod', { state: 'paused' })]),
    aDashboard([aProject('shop-prod', { state: 'not_set_up', lastGood: null, nextRunAt: null })]),
  ];
  protected readonly problems = problemsOf(this.bad, now);
}
