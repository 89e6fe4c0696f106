import { Component } from '@angular/core';
import { CopiesCard } from '../../backups/run/copies/copies-card';
import { RunNotices } from '../../backups/run/notices/run-notices';
import { jobs, partlyStored } from '../data/copies';
import { Section } from './section';

/** Partly stored, and copies in each state on their way from one destination to another. */
@Component({
  selector: 'sb-dev-copies',
  imports: [Section, CopiesCard, RunNotices],
  template: `<sb-dev-section name="Copies" i18n-name>
    <sb-run-notices [backup]="backup" [jobs]="jobs" />
    <sb-copies [backup]="backup" [jobs]="jobs" />
  </sb-dev-section>`,
})
export class CopiesSection {
  protected readonly backup = partlyStored;
  protected readonly jobs = jobs;
}
