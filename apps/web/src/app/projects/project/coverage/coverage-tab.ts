import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../../api/api';
import { getBackupCoverage } from '../../../api/fn/backups/get-backup-coverage';
import { listBackups } from '../../../api/fn/backups/list-backups';
import { componentOrder, titleOfComponent } from '../../../backups/run/contents/component-titles';
import { Empty } from '../../../feedback/empty';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { exactCount } from '../../../format/count';
import { When } from '../../../format/when';
import { live } from '../../../live/live';
import { StateWord } from '../../../states/state-word';
import { componentWord } from '../../../states/words';
import { ProjectRecord } from '../project-record';
import { notCovered } from './not-covered';

/** Part by part what the newest backup holds, and what no backup of a database can hold. */
@Component({
  imports: [RouterLink, Empty, Loading, ProblemPanel, When, StateWord],
  templateUrl: './coverage-tab.html',
  styleUrl: './coverage-tab.scss',
})
export class CoverageTab {
  private readonly api = inject(Api);
  private readonly of = inject(ProjectRecord);
  protected readonly notCovered = notCovered;
  protected readonly coverage = live({
    by: () => this.of.id(),
    load: (project) => this.load(project),
    reloadOn: ({ type }) => type === 'backup.status',
  });
  protected readonly rows = computed(() =>
    [...(this.coverage.value()?.coverage?.components ?? [])]
      .sort((a, b) => componentOrder.indexOf(a.name) - componentOrder.indexOf(b.name))
      .map(({ count, ...component }) => ({
        ...component,
        title: titleOfComponent(component.name),
        word: componentWord({ ...component, count }),
        count: component.status === 'off' ? '' : exactCount(count),
      })),
  );
  protected readonly summary = computed(() => {
    const gaps = this.rows().filter(({ gap }) => gap).length;
    if (gaps === 0) return $localize`No gap.`;
    return gaps === 1 ? $localize`1 gap.` : $localize`${gaps} gaps.`;
  });

  private async load(project: string) {
    const { items } = await this.api.invoke(listBackups, { project, status: 'succeeded', limit: 1 });
    const [backup] = items;
    if (backup === undefined) return { backup: null, coverage: null };
    return { backup, coverage: await this.api.invoke(getBackupCoverage, { id: backup.id }) };
  }
}
