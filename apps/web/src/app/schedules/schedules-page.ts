import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { listSchedules } from '../api/functions';
import { Empty } from '../feedback/empty';
import { Loading } from '../feedback/loading';
import { ProblemPanel } from '../feedback/problem-panel';
import { When } from '../format/when';
import { Icon } from '../icons/icon';
import { live } from '../live/live';

/** Schedules are made in a later version; what the service has of them already is shown, and nothing is promised. */
@Component({
  imports: [RouterLink, Empty, Loading, ProblemPanel, When, Icon],
  templateUrl: './schedules-page.html',
  styles: 'code { font-family: var(--sb-mono) }',
})
export class SchedulesPage {
  private readonly api = inject(Api);
  protected readonly page = live({ by: () => 'all', load: () => this.api.invoke(listSchedules, { limit: 200 }) });
}
