import { Component, computed, inject, input, type OnInit } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { NewProject } from '../connection/new-project';
import { Loading } from '../feedback/loading';
import { ProblemPanel } from '../feedback/problem-panel';
import { Icon } from '../icons/icon';
import { Session } from '../session/session';
import { Front } from '../shell/front';
import { AccountStep } from './account-step';
import { DestinationStep } from './destination-step';
import { FirstRunState, type Target } from './first-run-state';
import { ProtectStep } from './protect-step';
import { StepFrame } from './step-frame';

/** From an empty service to the first backup: four sections that open in turn, each as soon as the service has what came before. */
@Component({
  imports: [
    MatButton,
    RouterLink,
    Front,
    Icon,
    Loading,
    ProblemPanel,
    StepFrame,
    AccountStep,
    NewProject,
    DestinationStep,
    ProtectStep,
  ],
  providers: [FirstRunState],
  templateUrl: './first-run-page.html',
  styleUrl: './first-run-page.scss',
})
export class FirstRunPage implements OnInit {
  /** `browser`: backups go nowhere else. Kept in the address, as no service remembers it. */
  readonly to = input<string>();

  protected readonly state = inject(FirstRunState);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly stored = computed(() => {
    const target = this.state.target();
    return target?.kind === 'stored' ? target.destination : null;
  });
  protected readonly summaries = computed(() => {
    const target = this.state.target();
    return {
      account: this.session.user()?.email ?? '',
      project: this.state.project()?.name ?? $localize`A connection string, checked at once`,
      target:
        target === null
          ? $localize`A folder of this server is preselected`
          : (this.stored()?.name ?? $localize`Download in the browser`),
      protect: $localize`Recovery key, schedule, first backup`,
    };
  });

  ngOnInit(): void {
    void this.load();
  }

  protected load(): Promise<void> {
    return this.state.load(this.to() === 'browser');
  }

  protected setTarget(target: Target): void {
    this.state.target.set(target);
    if (target.kind === 'browser') void this.keepInAddress('browser');
  }

  protected changeTarget(): void {
    this.state.target.set(null);
    void this.keepInAddress(null);
  }

  private keepInAddress(to: 'browser' | null): Promise<boolean> {
    return this.router.navigate([], { queryParams: { to }, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
