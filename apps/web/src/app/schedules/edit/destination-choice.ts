import { Component, computed, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import type { FormControl } from '@angular/forms';
import { MatCheckbox } from '@angular/material/checkbox';
import { RouterLink } from '@angular/router';
import { startWith, switchMap } from 'rxjs';
import type { DestinationDto } from '../../api/models/destination-dto';
import { whyNotThere } from '../../backups/back-up-now/choices';

/** Where the backups of a schedule go: one or several. */
@Component({
  selector: 'sb-destination-choice',
  imports: [MatCheckbox, RouterLink],
  template: `
    <fieldset id="schedule-destinations" tabindex="-1">
      <legend i18n>Where to</legend>
      @for (destination of shown(); track destination.id) {
        <mat-checkbox [checked]="destination.isChosen" (change)="choose(destination.id, $event.checked)">
          {{ destination.name }}
          @if (destination.why; as why) {
            <span class="quiet">({{ why }})</span>
          }
        </mat-checkbox>
      } @empty {
        <p class="dense">
          <ng-container i18n>There is none yet.</ng-container> <a routerLink="/destinations/new" i18n>Add one</a>
        </p>
      }
    </fieldset>
    @if (problem(); as text) {
      <p class="problem">{{ text }}</p>
    }
  `,
  styles: `
    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
      margin: 0 0 0 -10px;
      padding: 0;
      border: 0;
    }
    legend,
    fieldset > p {
      padding-inline-start: 10px;
    }
    legend {
      font-size: 13px;
      font-weight: 600;
    }
    .problem {
      font-size: 12px;
      line-height: 16px;
      color: var(--mat-sys-error);
    }
  `,
})
export class DestinationChoice {
  readonly control = input.required<FormControl<readonly string[]>>();
  readonly destinations = input.required<readonly DestinationDto[]>();

  private readonly event = toSignal(
    toObservable(this.control).pipe(switchMap((control) => control.events.pipe(startWith(null)))),
    { equal: () => false },
  );
  /** What can take no backup is there only while it is chosen. */
  protected readonly shown = computed(() => {
    this.event();
    const chosen = this.control().value;
    return this.destinations()
      .map((one) => ({ id: one.id, name: one.name, why: whyNotThere(one), isChosen: chosen.includes(one.id) }))
      .filter(({ why, isChosen }) => why === null || isChosen);
  });
  protected readonly problem = computed(() => {
    this.event();
    const problem: unknown = this.control().errors?.['problem'];
    return this.control().touched && typeof problem === 'string' ? problem : null;
  });

  protected choose(id: string, isChosen: boolean): void {
    const control = this.control();
    const others = control.value.filter((each) => each !== id);
    control.setValue(isChosen ? [...others, id] : others);
    control.markAsDirty();
    control.markAsTouched();
  }
}
