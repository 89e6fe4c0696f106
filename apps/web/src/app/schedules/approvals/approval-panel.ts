import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { approveList } from '../../api/fn/retention/approve-list';
import { getApproval } from '../../api/fn/retention/get-approval';
import { refuseList } from '../../api/fn/retention/refuse-list';
import type { ApprovalCause } from '../../api/models/approval-cause';
import type { ApprovalDto } from '../../api/models/approval-dto';
import type { ApprovalSummaryDto } from '../../api/models/approval-summary-dto';
import { Attempt } from '../../feedback/attempt';
import { Confirm } from '../../feedback/confirm';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Said } from '../../feedback/said';
import { bytes } from '../../format/bytes';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { Session } from '../../session/session';

const why: Readonly<Record<ApprovalCause, string>> = {
  many: $localize`That is more than a quarter at once, so nothing was deleted.`,
  rule: $localize`The rule is new or was changed, so nothing was deleted.`,
  clock: $localize`The clock of this server has jumped, or its records came from a backup, so nothing was deleted.`,
};

/** An exact list of copies that the rule would delete: to be approved as it is, or refused. */
@Component({
  selector: 'sb-approval-panel',
  imports: [MatButton, RouterLink, ProblemPanel, When, Icon],
  template: `
    <section class="sb-panel tone-warn" [attr.aria-label]="title()">
      <sb-icon name="delete-pending" />
      <div>
        <p>
          <strong>{{ title() }}</strong> {{ text() }}
        </p>
        @if (list(); as shown) {
          <ul>
            @for (copy of shown.copies; track copy.copyId) {
              <li>
                <a [routerLink]="['/backups', copy.backupId]"><sb-when [at]="copy.at" /></a>
                <span class="quiet">{{ size(copy.size) }}</span>
              </li>
            }
          </ul>
        }
        @if (attempt.problem(); as problem) {
          <sb-problem [problem]="problem" effect="Nothing was deleted." i18n-effect />
        }
        <div class="sb-line">
          @if (list() === null) {
            <button matButton="outlined" type="button" [disabled]="attempt.busy()" disabledInteractive (click)="show()">
              <ng-container i18n>Show the list</ng-container><span class="sb-hidden">&ngsp;{{ where() }}</span>
            </button>
          } @else if (session.isOwner()) {
            <button
              matButton="outlined"
              class="danger"
              type="button"
              [disabled]="attempt.busy()"
              disabledInteractive
              (click)="approve()"
            >
              <ng-container i18n>Delete these {{ approval().count }}…</ng-container>
            </button>
            <button
              matButton="outlined"
              type="button"
              [disabled]="attempt.busy()"
              disabledInteractive
              (click)="refuse()"
            >
              <ng-container i18n>Keep them</ng-container>
            </button>
          } @else {
            <p class="hint" i18n>An owner decides.</p>
          }
        </div>
      </div>
    </section>
  `,
  styles: `
    ul {
      max-height: 240px;
      overflow: auto;
      margin-block: 8px;
      padding-inline-start: 20px;
    }
    .sb-line {
      margin-block-start: 8px;
    }
  `,
})
export class ApprovalPanel {
  readonly approval = input.required<ApprovalSummaryDto>();
  readonly decided = output();

  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly said = inject(Said);
  protected readonly session = inject(Session);
  protected readonly attempt = new Attempt();
  protected readonly size = bytes;
  /** Exactly what is decided about; null: nobody has looked at it yet. */
  protected readonly list = signal<ApprovalDto | null>(null);
  protected readonly where = computed(() => {
    const { projectName, scheduleName, destinationName } = this.approval();
    const of = scheduleName === null ? projectName : `${projectName}, ${scheduleName}`;
    return $localize`${of}:project: at ${destinationName}:destination:`;
  });
  protected readonly title = computed(() => {
    const { count } = this.approval();
    return $localize`${count}:count: copies wait for your decision: ${this.where()}:where:.`;
  });
  protected readonly text = computed(() => {
    const { cause, bytes: size } = this.approval();
    return $localize`The rule would delete them and free ${bytes(size)}:size:. ${why[cause]}:why:`;
  });

  protected async show(): Promise<void> {
    await this.attempt.at(async () => this.list.set(await this.api.invoke(getApproval, { id: this.approval().id })));
  }

  protected async approve(): Promise<void> {
    const list = this.list();
    if (list === null) return;
    const sure = await this.confirm.ask({
      title: $localize`Delete ${list.count}:count: copies of ${this.where()}:where:?`,
      text: $localize`They free ${bytes(list.bytes)}:size:. Nobody can bring them back.`,
      action: $localize`Delete ${list.count}:count: copies`,
    });
    if (sure) await this.decide(approveList, list, $localize`They are deleted by and by.`);
  }

  protected async refuse(): Promise<void> {
    const list = this.list();
    if (list !== null) await this.decide(refuseList, list, $localize`They are kept.`);
  }

  private async decide(decision: typeof approveList, list: ApprovalDto, said: string): Promise<void> {
    const done = await this.attempt.at(
      async () => void (await this.api.invoke(decision, { id: list.id, body: { listId: list.listId } })),
    );
    if (done) void this.said.say(said);
    // What was looked at isn't what would be deleted any more.
    else this.list.set(null);
    this.decided.emit();
  }
}
