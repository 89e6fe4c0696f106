import { Component, computed, inject, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import type { FormControl } from '@angular/forms';
import { MatCheckbox } from '@angular/material/checkbox';
import { startWith, switchMap } from 'rxjs';
import { Api } from '../../../api/api';
import { listProjects } from '../../../api/fn/projects/list-projects';
import { live } from '../../../live/live';

/** Of which projects it is told: of all, also of those that are still to come, or of some. */
@Component({
  selector: 'sb-project-choice',
  imports: [MatCheckbox],
  template: `
    <fieldset>
      <legend i18n>Which projects</legend>
      <mat-checkbox [checked]="chosen() === null" (change)="setAll($event.checked)" i18n
        >All projects, also new ones</mat-checkbox
      >
      @if (chosen(); as ids) {
        <div class="some">
          @for (project of projects(); track project.id) {
            <mat-checkbox [checked]="ids.includes(project.id)" (change)="set(project.id, $event.checked)">{{
              project.name
            }}</mat-checkbox>
          } @empty {
            <p class="quiet" i18n>There is no project yet.</p>
          }
        </div>
        @if (ids.length === 0) {
          <p class="hint" i18n>Without any it tells of all projects.</p>
        }
      }
      <p class="hint" i18n>Destinations and the service itself concern all projects: they are told in any case.</p>
    </fieldset>
  `,
  styles: `
    fieldset {
      min-width: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0 0 4px;
      font-weight: 600;
    }
    .some {
      display: flex;
      flex-direction: column;
      padding-inline-start: 24px;
      overflow-wrap: anywhere;
    }
  `,
})
export class ProjectChoice {
  readonly control = input.required<FormControl<readonly string[] | null>>();

  private readonly api = inject(Api);
  private readonly page = live({ by: () => 'all', load: () => this.api.invoke(listProjects, { limit: 200 }) });
  protected readonly projects = computed(() => this.page.value()?.items ?? []);
  protected readonly chosen = toSignal(
    toObservable(this.control).pipe(switchMap((control) => control.valueChanges.pipe(startWith(control.value)))),
    { initialValue: null },
  );

  protected setAll(isAll: boolean): void {
    this.put(isAll ? null : []);
  }

  protected set(id: string, isChosen: boolean): void {
    const others = (this.chosen() ?? []).filter((each) => each !== id);
    this.put(isChosen ? [...others, id] : others);
  }

  private put(ids: readonly string[] | null): void {
    this.control().setValue(ids);
    this.control().markAsDirty();
  }
}
