import { Component, computed, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { startWith, switchMap } from 'rxjs';
import { formField } from '../../feedback/form-field';
import { Icon } from '../../icons/icon';
import { WeekdayChips } from '../weekdays/weekday-chips';
import { addWindow, type WindowsForm } from './windows-form';

/** Times at which no run begins: each from, to and on which days. */
@Component({
  selector: 'sb-blackout-windows',
  imports: [ReactiveFormsModule, MatButton, MatIconButton, formField, MatInput, Icon, WeekdayChips],
  template: `
    <fieldset>
      <legend i18n>Blackout: no run begins inside</legend>
      @for (window of windows(); track window; let n = $index) {
        <div class="window" role="group" [attr.aria-label]="nameOf(n)" [formGroup]="window">
          <mat-form-field>
            <mat-label i18n>From</mat-label>
            <input
              matInput
              inputmode="numeric"
              autocomplete="off"
              formControlName="from"
              [id]="'blackout-' + n + '-from'"
              required
            />
            <mat-error>{{ window.controls.from.errors?.['problem'] }}</mat-error>
          </mat-form-field>
          <mat-form-field>
            <mat-label i18n>To</mat-label>
            <input
              matInput
              inputmode="numeric"
              autocomplete="off"
              formControlName="to"
              [id]="'blackout-' + n + '-to'"
              required
            />
            <mat-error>{{ window.controls.to.errors?.['problem'] }}</mat-error>
          </mat-form-field>
          <sb-weekday-chips [days]="window.controls.days.value" (changed)="window.controls.days.setValue($event)" />
          <button matIconButton type="button" [attr.aria-label]="removeLabel(n)" (click)="remove(n)">
            <sb-icon name="close" />
          </button>
        </div>
      }
      <button matButton type="button" (click)="add()">
        <sb-icon name="add" /><ng-container i18n>Add a window</ng-container>
      </button>
    </fieldset>
  `,
  styles: `
    fieldset {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: 12px;
      min-width: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0 0 4px;
      font-size: 13px;
      font-weight: 600;
    }
    .window {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 8px 12px;
    }
    mat-form-field {
      width: 124px;
    }
  `,
})
export class BlackoutWindows {
  readonly form = input.required<WindowsForm>();

  private readonly event = toSignal(
    toObservable(this.form).pipe(switchMap((form) => form.events.pipe(startWith(null)))),
    { equal: () => false },
  );
  protected readonly windows = computed(() => {
    this.event();
    return [...this.form().controls];
  });

  protected nameOf(n: number): string {
    return $localize`Window ${n + 1}:number:`;
  }

  protected removeLabel(n: number): string {
    return $localize`Remove window ${n + 1}:number:`;
  }

  protected add(): void {
    addWindow(this.form());
    this.form().markAsDirty();
  }

  protected remove(n: number): void {
    this.form().removeAt(n);
    this.form().markAsDirty();
  }
}
