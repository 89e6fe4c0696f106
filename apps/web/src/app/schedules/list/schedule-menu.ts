import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Problem } from '../../api/models/problem';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { Icon } from '../../icons/icon';
import { Session } from '../../session/session';
import { ScheduleActions } from '../schedule-actions';

/** What can be done with one schedule from the list. */
@Component({
  selector: 'sb-schedule-menu',
  imports: [MatButton, MatIconButton, MatMenuModule, RouterLink, Icon],
  template: `
    @if (session.mayOperate()) {
      <button matButton type="button" [disabled]="isBusy()" disabledInteractive (click)="switch()">
        @if (schedule().enabled) {
          <ng-container i18n>Pause</ng-container>
        } @else {
          <ng-container i18n>Resume</ng-container>
        }
        <span class="sb-hidden">&ngsp;{{ name() }}</span>
      </button>
      <button matIconButton type="button" [attr.aria-label]="more()" [matMenuTriggerFor]="menu">
        <sb-icon name="more" />
      </button>
      <mat-menu #menu="matMenu">
        <button mat-menu-item type="button" (click)="runNow()">
          <sb-icon name="back-up" /> <ng-container i18n>Run now</ng-container>
        </button>
        @if (session.isOwner()) {
          <a mat-menu-item [routerLink]="['/schedules', schedule().id]">
            <sb-icon name="edit" /> <ng-container i18n>Edit</ng-container>
          </a>
          <button mat-menu-item type="button" (click)="delete()">
            <sb-icon name="delete" /> <ng-container i18n>Delete…</ng-container>
          </button>
        }
      </mat-menu>
    }
  `,
  styles: ':host { display: inline-flex; align-items: center; justify-content: flex-end; white-space: nowrap }',
})
export class ScheduleMenu {
  readonly schedule = input.required<ScheduleDto>();
  /** Something was done: null; or why not. */
  readonly done = output<Problem | null>();

  private readonly actions = inject(ScheduleActions);
  protected readonly session = inject(Session);
  protected readonly isBusy = signal(false);
  protected readonly name = computed(
    () => $localize`${this.schedule().name}:name: of ${this.schedule().projectName}:project:`,
  );
  protected readonly more = computed(() => $localize`More for ${this.name()}:schedule:`);

  protected switch(): Promise<void> {
    return this.at(() => this.actions.setEnabled(this.schedule(), !this.schedule().enabled));
  }

  protected runNow(): Promise<void> {
    return this.at(() => this.actions.runNow(this.schedule()));
  }

  protected delete(): Promise<void> {
    return this.at(async () => {
      const result = await this.actions.delete(this.schedule());
      return result === 'gone' ? null : result;
    });
  }

  private async at(work: () => Promise<Problem | null>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    const problem = await work();
    this.isBusy.set(false);
    this.done.emit(problem);
  }
}
