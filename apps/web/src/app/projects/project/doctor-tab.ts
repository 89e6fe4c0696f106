import { Component, computed, inject, signal } from '@angular/core';
import { Api } from '../../api/api';
import { checkProject } from '../../api/fn/projects/check-project';
import { updateProject } from '../../api/fn/projects/update-project';
import { fixOf, type FixId } from '../../connection/doctor-fixes';
import { DoctorPanel } from '../../connection/doctor-panel';
import { doctorReport } from '../../connection/doctor-report';
import { shownChecks, toShown } from '../../connection/doctor-state';
import { Attempt } from '../../feedback/attempt';
import { Confirm } from '../../feedback/confirm';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { Session } from '../../session/session';
import { ProjectRecord } from './project-record';

/** What the last check of the stored connection found, and another one. */
@Component({
  imports: [DoctorPanel, ProblemPanel, When],
  template: `
    <section class="sb-card">
      @if (of.project(); as project) {
        <p class="dense quiet">
          @if (project.lastCheck; as last) {
            <ng-container i18n>Last checked <sb-when [at]="last.at" as="distance" />.</ng-container>
          } @else {
            <ng-container i18n>The connection was not checked yet.</ng-container>
          }
        </p>
        @if (attempt.problem(); as problem) {
          <sb-problem [problem]="problem" effect="What was found before stays shown." i18n-effect />
        }
        <sb-doctor-panel
          [level]="2"
          [checks]="checks()"
          [fixes]="fixes()"
          [report]="report()"
          [again]="session.mayOperate()"
          (recheck)="check()"
          (fix)="trust($event)"
        />
      }
    </section>
  `,
  styles: `
    section {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 16px;
    }
  `,
})
export class DoctorTab {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly session = inject(Session);
  protected readonly of = inject(ProjectRecord);
  protected readonly attempt = new Attempt();
  private readonly isChecking = signal(false);
  protected readonly checks = computed(() =>
    this.isChecking() ? shownChecks({ kind: 'running' }) : (this.of.project()?.lastCheck?.checks ?? []).map(toShown),
  );
  /** Only owners may change what is trusted. */
  protected readonly fixes = computed((): Record<string, FixId> => {
    if (!this.session.isOwner()) return {};
    const found = this.checks().map((check): [string, FixId | null] => [check.id, fixOf(check, null)]);
    return Object.fromEntries(found.filter((one): one is [string, FixId] => one[1] !== null));
  });
  protected readonly report = computed(() =>
    doctorReport($localize`Stowbase connection doctor`, this.checks(), [
      [this.of.project()?.ref ?? '', '<project-ref>'],
    ]),
  );

  protected async check(): Promise<void> {
    const id = this.of.id();
    if (id === undefined) return;
    this.isChecking.set(true);
    await this.attempt.at(async () => {
      const { ok, checks } = await this.api.invoke(checkProject, { id });
      const project = this.of.project();
      if (project?.id === id)
        this.of.record.set({ ...project, lastCheck: { ok, checks, at: new Date().toISOString() } });
    });
    this.isChecking.set(false);
  }

  protected async trust({ fix }: { fix: FixId }): Promise<void> {
    const project = this.of.project();
    if (fix !== 'trust-certificate' || project === undefined) return;
    const isWanted = await this.confirm.ask({
      title: $localize`Trust the new certificate of ${project.name}:project:?`,
      text: $localize`The server shows another certificate than before. That is right after it was renewed on purpose; otherwise somebody may stand in between.`,
      action: $localize`Trust it`,
    });
    if (!isWanted) return;
    await this.attempt.at(async () => {
      const body = { version: project.version, trustNewCertificate: true };
      this.of.record.set(await this.api.invoke(updateProject, { id: project.id, body }));
    });
  }
}
