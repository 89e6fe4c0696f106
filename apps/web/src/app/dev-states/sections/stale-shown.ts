import { Component, input, signal } from '@angular/core';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { Freshness } from '../../dashboard/freshness';
import { Verdict } from '../../dashboard/verdict/verdict';

const stale = { lost: signal('The connection is lost.'), isStale: signal(true), since: signal('08:02') };

/** The verdict without news. */
@Component({
  selector: 'sb-dev-stale',
  imports: [Verdict],
  providers: [{ provide: Freshness, useValue: stale }],
  template: `<sb-verdict [dashboard]="dashboard()" />`,
})
export class StaleShown {
  readonly dashboard = input.required<DashboardDto>();
}
