import { Component, computed, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatInput } from '@angular/material/input';
import { startWith, switchMap } from 'rxjs';
import { formField } from '../../../feedback/form-field';
import { ZonePicker } from '../../../schedules/zone/zone-picker';
import type { ChannelEditor } from './channel-editor';

const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, text: `${String(hour).padStart(2, '0')}:00` }));
const weekdays = [
  $localize`Monday`,
  $localize`Tuesday`,
  $localize`Wednesday`,
  $localize`Thursday`,
  $localize`Friday`,
  $localize`Saturday`,
  $localize`Sunday`,
].map((text, n) => ({ weekday: n + 1, text }));

/** One message with the state of every project, and the zone of all times that are sent there. */
@Component({
  selector: 'sb-digest-fields',
  imports: [ReactiveFormsModule, MatInput, formField, ZonePicker],
  template: `
    <fieldset>
      <legend i18n>Digest and times</legend>
      <div class="fields" [formGroup]="form()">
        <mat-form-field>
          <mat-label i18n>Digest</mat-label>
          <select matNativeControl id="channel-rhythm" formControlName="rhythm">
            <option value="off" i18n>Off</option>
            <option value="daily" i18n>Daily</option>
            <option value="weekly" i18n>Weekly</option>
          </select>
          <mat-hint i18n>One message with every project’s state, sizes and checks</mat-hint>
        </mat-form-field>
        @if (rhythm() === 'weekly') {
          <mat-form-field>
            <mat-label i18n>Day</mat-label>
            <select matNativeControl id="channel-weekday" formControlName="weekday">
              @for (each of weekdays; track each.weekday) {
                <option [ngValue]="each.weekday">{{ each.text }}</option>
              }
            </select>
          </mat-form-field>
        }
        @if (rhythm() !== 'off') {
          <mat-form-field>
            <mat-label i18n>At</mat-label>
            <select matNativeControl id="channel-hour" formControlName="hour">
              @for (each of hours; track each.hour) {
                <option [ngValue]="each.hour">{{ each.text }}</option>
              }
            </select>
          </mat-form-field>
        }
        <sb-zone-picker [control]="form().controls.timeZone" fieldId="channel-zone" />
      </div>
      <p class="hint" i18n>Times in the messages are in this zone.</p>
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
      padding: 0 0 12px;
      font-weight: 600;
    }
    .hint {
      padding-block-start: 8px;
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
      gap: 16px;
      align-items: start;
    }
  `,
})
export class DigestFields {
  readonly form = input.required<ChannelEditor['form']>();

  protected readonly hours = hours;
  protected readonly weekdays = weekdays;
  private readonly value = toSignal(
    toObservable(this.form).pipe(switchMap((form) => form.controls.rhythm.valueChanges.pipe(startWith(null)))),
    { equal: () => false },
  );
  protected readonly rhythm = computed(() => {
    this.value();
    return this.form().controls.rhythm.value;
  });
}
