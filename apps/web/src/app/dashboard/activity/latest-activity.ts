import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { listAuditEvents } from '../../api/fn/audit/list-audit-events';
import { listBackups } from '../../api/fn/backups/list-backups';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { exactMoment } from '../../format/moment';
import { Icon } from '../../icons/icon';
import { Clock } from '../../live/clock';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { StateWord } from '../../states/state-word';
import { entryOfChange, entryOfRun, newest, shortTime, type Entry } from './entry';

const shown = 8;

/** What happened last: runs, and for owners, who alone may read the log of them, changes and deletions. */
@Component({
  selector: 'sb-latest-activity',
  imports: [RouterLink, Empty, Icon, Loading, ProblemPanel, StateWord],
  templateUrl: './latest-activity.html',
  styleUrl: './latest-activity.scss',
  host: { class: 'sb-card' },
})
export class LatestActivity {
  private readonly api = inject(Api);
  private readonly now = inject(Clock).minute;
  protected readonly session = inject(Session);

  protected readonly entries = live({
    by: () => ({ isOwner: this.session.isOwner() }),
    load: async ({ isOwner }) => {
      const [runs, ...changes] = await Promise.all([
        this.runs(),
        ...(isOwner ? [this.changes('changes'), this.changes('deletions')] : []),
      ]);
      return newest([...runs, ...changes.flat()], shown);
    },
    reloadOn: ({ type }) => ['backup.status', 'project.changed', 'destination.changed'].includes(type),
  });
  protected readonly rows = computed(() =>
    (this.entries.value() ?? []).map((entry) => ({
      ...entry,
      time: shortTime(entry.at, this.now()),
      exact: exactMoment(new Date(entry.at)),
    })),
  );

  private async runs(): Promise<readonly Entry[]> {
    const { items } = await this.api.invoke(listBackups, { limit: shown });
    return items.map(entryOfRun);
  }

  private async changes(kind: 'changes' | 'deletions'): Promise<readonly Entry[]> {
    const { items } = await this.api.invoke(listAuditEvents, { limit: shown, kind });
    return items.map(entryOfChange);
  }
}
