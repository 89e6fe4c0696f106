import { Component, computed, inject, input, output } from '@angular/core';
import { MatCheckbox } from '@angular/material/checkbox';
import { Api } from '../../../api/api';
import { allDestinations } from '../../../destinations/all-destinations';
import { live } from '../../../live/live';

/** At which destinations the records are kept: at every one that is enabled, or at some. */
@Component({
  selector: 'sb-place-choice',
  imports: [MatCheckbox],
  template: `
    <fieldset>
      <legend i18n>Where to</legend>
      <mat-checkbox [checked]="chosen() === null" (change)="changed.emit($event.checked ? null : [])" i18n
        >Every enabled destination</mat-checkbox
      >
      @if (chosen(); as ids) {
        <div class="some">
          @for (place of places(); track place.id) {
            <mat-checkbox [checked]="ids.includes(place.id)" (change)="set(place.id, $event.checked)">{{
              place.name
            }}</mat-checkbox>
          }
        </div>
      }
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
export class PlaceChoice {
  /** Null: all. */
  readonly chosen = input.required<readonly string[] | null>();
  readonly changed = output<readonly string[] | null>();

  private readonly api = inject(Api);
  private readonly page = live({ by: () => 'all', load: () => allDestinations(this.api) });
  protected readonly places = computed(() => this.page.value() ?? []);

  protected set(id: string, isChosen: boolean): void {
    const others = (this.chosen() ?? []).filter((each) => each !== id);
    this.changed.emit(isChosen ? [...others, id] : others);
  }
}
