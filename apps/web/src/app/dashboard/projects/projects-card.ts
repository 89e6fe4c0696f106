import { Component, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { StripLegend } from '../../charts/strip/strip-legend';
import { Icon } from '../../icons/icon';
import { DaysTables } from './days-tables';
import { ProjectTable } from './project-table';

/** Every project with its last 30 days: as pictures, or as tables. */
@Component({
  selector: 'sb-projects-card',
  imports: [MatButton, Icon, StripLegend, ProjectTable, DaysTables],
  template: `
    <div class="sb-card-head">
      <h2 id="projects" i18n>Projects</h2>
      @if (!isTable()) {
        <sb-strip-legend class="legend" />
      }
      <button matButton type="button" [attr.aria-pressed]="isTable()" (click)="isTable.set(!isTable())">
        <sb-icon name="table" [size]="18" /><ng-container i18n>Show as table</ng-container>
      </button>
    </div>
    @if (isTable()) {
      <sb-days-tables [dashboard]="dashboard()" />
    } @else {
      <sb-project-table [dashboard]="dashboard()" />
      <sb-strip-legend class="foot" />
    }
  `,
  styles: `
    :host {
      container: projects / inline-size;
    }
    .sb-card-head {
      padding-block: 12px;
    }
    button {
      margin-inline-end: -12px;
    }
    .foot {
      display: none;
    }
    @container projects (max-width: 959.98px) {
      .legend {
        display: none;
      }
      .foot {
        display: block;
        padding: 8px 16px;
        border-block-start: 1px solid var(--mat-sys-outline-variant);
      }
    }
  `,
  host: { class: 'sb-card' },
})
export class ProjectsCard {
  readonly dashboard = input.required<DashboardDto>();
  protected readonly isTable = signal(false);
}
