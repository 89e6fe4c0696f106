import { Component, computed, input, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule, type FormControl } from '@angular/forms';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatInput } from '@angular/material/input';
import { startWith, switchMap } from 'rxjs';
import { formField } from '../../feedback/form-field';
import { allZones, offsetOf, zonesLike } from './zones';

/** A zone by its name: part of it is enough to find it. */
@Component({
  selector: 'sb-zone-picker',
  imports: [ReactiveFormsModule, MatAutocompleteModule, formField, MatInput],
  template: `
    <mat-form-field>
      <mat-label i18n>Zone</mat-label>
      <input
        matInput
        [id]="fieldId()"
        [formControl]="control()"
        [matAutocomplete]="list"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        required
        (focus)="isChosen.set(true)"
        (input)="isChosen.set(false)"
      />
      <mat-autocomplete #list="matAutocomplete" (optionSelected)="isChosen.set(true)">
        @for (zone of found(); track zone.name) {
          <mat-option [value]="zone.name"
            >{{ zone.name }} <span class="quiet">{{ zone.offset }}</span></mat-option
          >
        }
      </mat-autocomplete>
      @if (hint() !== '') {
        <mat-hint>{{ hint() }}</mat-hint>
      }
      @if (control().errors?.['problem']; as problem) {
        <mat-error>{{ problem }}</mat-error>
      }
    </mat-form-field>
  `,
  styles: ':host { display: block }',
})
export class ZonePicker {
  readonly control = input.required<FormControl<string>>();
  readonly fieldId = input('schedule-zone');
  readonly hint = input('');
  /** What the service takes; empty: what this browser knows. */
  readonly zones = input<readonly string[]>([]);

  private readonly known = computed(() => (this.zones().length === 0 ? allZones() : allZones(this.zones())));
  /** The list of a zone that is chosen already isn't that zone alone. */
  protected readonly isChosen = signal(true);
  private readonly typed = toSignal(
    toObservable(this.control).pipe(switchMap((control) => control.valueChanges.pipe(startWith(control.value)))),
    { initialValue: '' },
  );
  protected readonly found = computed(() => {
    const now = new Date();
    const names = zonesLike(this.isChosen() ? '' : this.typed(), this.known());
    return names.map((name) => ({ name, offset: offsetOf(name, now) }));
  });
}
