import { Component, signal } from '@angular/core';
import type { RunLogLineDto } from '../../api/models/run-log-line-dto';
import { FailurePanel } from '../../backups/run/failure/failure-panel';
import { RunLog } from '../../backups/run/log/run-log';
import type { Live } from '../../live/live';
import { failedRun } from '../data/runs';
import { logLines } from '../data/log';
import { Section } from './section';

const log: Live<readonly RunLogLineDto[]> = {
  value: signal(logLines),
  problem: signal(null),
  loadedAt: signal(null),
  isLoading: signal(false),
  reload: () => undefined,
  set: () => undefined,
};

/** The log of a run that failed, and why it did. */
@Component({
  selector: 'sb-dev-log',
  imports: [Section, FailurePanel, RunLog],
  template: `
    <sb-dev-section name="Failure" i18n-name><sb-failure [backup]="run" /></sb-dev-section>
    <sb-dev-section name="Log" i18n-name><sb-run-log [backup]="run" [log]="log" /></sb-dev-section>
  `,
})
export class LogSection {
  protected readonly run = failedRun;
  protected readonly log = log;
}
