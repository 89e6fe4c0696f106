import { Component, computed, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule, type FormControl } from '@angular/forms';
import { startWith, switchMap } from 'rxjs';

/** A small number with a button on either side; what it was before stands beside it, struck out. */
@Component({
  selector: 'sb-stepper',
  imports: [ReactiveFormsModule],
  template: `
    <label [for]="fieldId()">{{ label() }}</label>
    @if (changedFrom(); as from) {
      <s class="quiet"><span class="sb-hidden" i18n>before: </span>{{ from }}</s>
    }
    <span class="box" [class.wrong]="problem() !== null">
      <button type="button" tabindex="-1" [attr.aria-label]="fewer()" (click)="step(-1)">−</button>
      <input
        type="number"
        inputmode="numeric"
        [id]="fieldId()"
        [formControl]="control()"
        [attr.min]="least()"
        [attr.aria-invalid]="problem() !== null"
        [attr.aria-describedby]="problem() === null ? null : fieldId() + '-problem'"
      />
      <button type="button" tabindex="-1" [attr.aria-label]="more()" (click)="step(1)">+</button>
    </span>
    @if (problem(); as text) {
      <p class="problem" [id]="fieldId() + '-problem'">{{ text }}</p>
    }
  `,
  styleUrl: './stepper.scss',
})
export class Stepper {
  readonly control = input.required<FormControl<number | null>>();
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly least = input(0);
  /** What is stored; null: it is new. */
  readonly before = input<number | null>(null);

  private readonly event = toSignal(
    toObservable(this.control).pipe(switchMap((control) => control.events.pipe(startWith(null)))),
    { equal: () => false },
  );
  protected readonly fewer = computed(() => $localize`${this.label()}:name: one less`);
  protected readonly more = computed(() => $localize`${this.label()}:name: one more`);
  protected readonly changedFrom = computed(() => {
    this.event();
    const before = this.before();
    return before === null || before === this.control().value ? null : String(before);
  });
  protected readonly problem = computed(() => {
    this.event();
    const problem: unknown = this.control().errors?.['problem'];
    return typeof problem === 'string' ? problem : null;
  });

  protected step(by: number): void {
    const control = this.control();
    control.setValue(Math.max(this.least(), (control.value ?? 0) + by));
    control.markAsDirty();
  }
}
