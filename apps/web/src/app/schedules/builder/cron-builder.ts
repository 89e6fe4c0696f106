import { Component, computed, effect, type ElementRef, input, linkedSignal, signal, viewChild } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule, type FormControl } from '@angular/forms';
import { MatInput } from '@angular/material/input';
import { startWith, switchMap } from 'rxjs';
import { formField } from '../../feedback/form-field';
import { Icon } from '../../icons/icon';
import { readClock } from '../cron/clock';
import { cronOf, hourSteps, kindOf, planOf, type Plan, type PlanKind, type Weekday } from '../cron/plan';
import { readCron } from '../cron/read-cron';
import { sentenceOf } from '../cron/sentence';
import { WeekdayChips } from '../weekdays/weekday-chips';

const kinds: readonly { readonly kind: PlanKind; readonly name: string }[] = [
  { kind: 'hourly', name: $localize`Hourly` },
  { kind: 'nightly', name: $localize`Nightly` },
  { kind: 'weekly', name: $localize`Weekly` },
  { kind: 'monthly', name: $localize`Monthly` },
  { kind: 'own', name: $localize`Own` },
];

/** When: a preset, its fields, and cron; each follows the other. What is kept is the cron alone. */
@Component({
  selector: 'sb-cron-builder',
  imports: [ReactiveFormsModule, formField, MatInput, Icon, WeekdayChips],
  templateUrl: './cron-builder.html',
  styleUrls: ['../../config-form/presets/preset-choice.scss', './cron-builder.scss'],
})
export class CronBuilder {
  readonly control = input.required<FormControl<string>>();

  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  protected readonly kinds = kinds;
  protected readonly hourSteps = hourSteps;
  protected readonly monthDays = Array.from({ length: 31 }, (_, n) => n + 1);
  protected readonly cron = toSignal(
    toObservable(this.control).pipe(switchMap((control) => control.valueChanges.pipe(startWith(control.value)))),
    { initialValue: '' },
  );
  protected readonly plan = computed(() => readCron(this.cron()));
  /** "Own" was chosen although the builder could say it. */
  private readonly isOwn = linkedSignal({ source: this.control, computation: () => false });
  protected readonly kind = computed((): PlanKind => (this.isOwn() ? 'own' : kindOf(this.plan())));
  protected readonly time = computed(() => {
    const plan = this.plan();
    return plan === null || plan.every === 'hour' ? '' : `${twoDigits(plan.hour)}:${twoDigits(plan.minute)}`;
  });
  /** Null: the field says what is wrong. */
  protected readonly sentence = signal<string | null>(null);

  constructor() {
    effect((onCleanup) => {
      const cron = this.cron();
      let isOld = false;
      onCleanup(() => (isOld = true));
      void sentenceOf(cron).then((sentence) => {
        if (!isOld) this.sentence.set(sentence);
      });
    });
  }

  protected choose(kind: PlanKind): void {
    this.isOwn.set(kind === 'own');
    if (kind === 'own') this.field().nativeElement.focus();
    else this.set(planOf(kind, this.plan()));
  }

  protected setTime(text: string): void {
    const plan = this.plan();
    const clock = readClock(text);
    // Half a time says nothing yet.
    if (plan === null || plan.every === 'hour' || clock === null) return;
    this.set({ ...plan, hour: Number(clock.slice(0, 2)), minute: Number(clock.slice(3)) });
  }

  protected setMinute(text: string): void {
    const plan = this.plan();
    const minute = Number(text);
    if (plan !== null && /^\d{1,2}$/.test(text) && minute < 60) this.set({ ...plan, minute });
  }

  protected setStep(text: string): void {
    const plan = this.plan();
    if (plan?.every === 'hour') this.set({ ...plan, step: Number(text) });
  }

  protected setMonthDay(text: string): void {
    const plan = this.plan();
    if (plan?.every === 'month') this.set({ ...plan, day: text === 'last' ? 'last' : Number(text) });
  }

  protected setDays(days: readonly Weekday[]): void {
    const plan = this.plan();
    if (plan?.every === 'week') this.set({ ...plan, days });
  }

  protected typed(): void {
    // The builder follows as soon as it can say it.
    this.isOwn.set(false);
  }

  private set(plan: Plan): void {
    const control = this.control();
    control.setValue(cronOf(plan));
    control.markAsDirty();
  }
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
