import { Component, computed, inject, input } from '@angular/core';
import { Api } from '../../api/api';
import { listApprovals } from '../../api/fn/retention/list-approvals';
import type { ApprovalSummaryDto } from '../../api/models/approval-summary-dto';
import { ProblemPanel } from '../../feedback/problem-panel';
import { live } from '../../live/live';
import { ApprovalPanel } from './approval-panel';

/** Lists that wait for somebody; nothing where none does. */
@Component({
  selector: 'sb-approvals',
  imports: [ProblemPanel, ApprovalPanel],
  template: `
    @if (page.problem(); as problem) {
      <sb-problem
        [problem]="problem"
        effect="Nothing is deleted that waits for a decision."
        i18n-effect
        [assertive]="false"
        [retry]="true"
        (again)="page.reload()"
      />
    }
    @for (approval of shown(); track approval.id) {
      <sb-approval-panel [approval]="approval" (decided)="page.reload()" />
    }
  `,
  styles: ':host { display: contents }',
})
export class Approvals {
  /** Those of one schedule alone. */
  readonly scheduleId = input<string>();

  private readonly api = inject(Api);
  protected readonly page = live({
    by: () => 'waiting',
    load: () => this.api.invoke(listApprovals, { state: 'waiting', limit: 100 }),
    reloadOn: ({ type }) => type === 'backup.status' || type === 'schedule.changed',
  });
  protected readonly shown = computed((): readonly ApprovalSummaryDto[] => {
    const all = this.page.value()?.items ?? [];
    const of = this.scheduleId();
    return of === undefined ? all : all.filter(({ scheduleId }) => scheduleId === of);
  });
}
