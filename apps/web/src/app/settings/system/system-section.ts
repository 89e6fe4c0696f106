import { Component, computed, inject, type OnInit } from '@angular/core';
import { HttpErrorResponse } from '@angular/common/http';
import { Api } from '../../api/api';
import { getReadiness } from '../../api/fn/health/get-readiness';
import type { ReadinessChecksDto } from '../../api/models/readiness-checks-dto';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { StateMark } from '../../states/state-mark';
import { CheckSettings } from './checks/check-settings';
import { SelfBackup } from './self-backup/self-backup';

const checks: readonly { id: keyof ReadinessChecksDto; name: string; yes: string; no: string }[] = [
  {
    id: 'database',
    name: $localize`Records`,
    yes: $localize`The records answer.`,
    no: $localize`The records don’t answer: see the log of the service.`,
  },
  {
    id: 'queue',
    name: $localize`Queue`,
    yes: $localize`Backups that are asked for can begin.`,
    no: $localize`Its tables are missing: start the service again, which makes them.`,
  },
  {
    id: 'dataFolder',
    name: $localize`Data folder`,
    yes: $localize`It can be written to.`,
    no: $localize`It can’t be written to: look at its owner and its rights.`,
  },
  {
    id: 'clientTools',
    name: $localize`PostgreSQL clients`,
    yes: $localize`A pg_dump was found.`,
    no: $localize`No pg_dump was found: install one, or set PG_CLIENT_DIRS.`,
  },
  {
    id: 'disk',
    name: $localize`Disk`,
    yes: $localize`There is room to write down what happens.`,
    no: $localize`It is nearly full: no backup is begun before there is room.`,
  },
];

/** The service itself: which version, and whether it can do its work. */
@Component({
  imports: [CheckSettings, Loading, ProblemPanel, SelfBackup, StateMark],
  templateUrl: './system-section.html',
  styleUrls: ['../section.scss', './system-section.scss'],
})
export class SystemSection implements OnInit {
  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => 'now',
    load: async () => {
      try {
        return (await this.api.invoke(getReadiness)).checks;
      } catch (error) {
        // 503: it says what isn't ready, which is the very question.
        const found =
          error instanceof HttpErrorResponse ? (error.error as { checks?: ReadinessChecksDto } | null) : null;
        if (found?.checks === undefined) throw error;
        return found.checks;
      }
    },
  });
  protected readonly rows = computed(() => {
    const found = this.page.value();
    return found === undefined ? null : checks.map((check) => ({ ...check, isWell: found[check.id] === 'ok' }));
  });

  ngOnInit(): void {
    // Who has just signed in wasn't told it with that.
    if (this.session.version() === '') void this.session.load().catch(() => undefined);
  }
}
