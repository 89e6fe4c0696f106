import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../api/api';
import { getBackupCoverage } from '../../../api/fn/backups/get-backup-coverage';
import type { BackupDto } from '../../../api/models/backup-dto';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { live } from '../../../live/live';
import { ChecksCard } from '../checks/checks-card';
import { KeptCard } from '../kept/kept-card';
import { CoverageCard } from './coverage-card';
import { loadContents } from './load-contents';
import { TablesCard } from './tables-card';
import { WarningsCard } from './warnings-card';

/** What is inside: tables, coverage, how far it was checked, and why it is kept. Each card fails alone. */
@Component({
  selector: 'sb-contents-tab',
  imports: [ChecksCard, CoverageCard, KeptCard, Loading, MatButton, ProblemPanel, TablesCard, WarningsCard],
  templateUrl: './contents-tab.html',
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(280px, 340px);
      gap: 16px;
      align-items: start;
    }
    .full {
      padding: 0 8px 12px;
    }
    @media (max-width: 1199.98px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class ContentsTab {
  readonly backup = input.required<BackupDto>();

  private readonly api = inject(Api);
  protected readonly full = signal(false);
  protected readonly contents = live({
    by: () => ({ id: this.backup().id, full: this.full() }),
    load: ({ full }) => loadContents(this.api, this.backup(), full),
  });
  protected readonly coverage = live({
    by: () => this.backup().id,
    load: (id) => this.api.invoke(getBackupCoverage, { id }),
  });
  protected readonly canReadAll = computed(
    () => !this.full() && !this.backup().encrypted && this.backup().copies.some(({ status }) => status === 'stored'),
  );
}
