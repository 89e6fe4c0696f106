import { FormArray, FormControl, FormGroup, type AbstractControl } from '@angular/forms';
import type { BlackoutWindowDto } from '../../api/models/blackout-window-dto';
import { readClock } from '../cron/clock';
import { weekdays, type Weekday } from '../cron/plan';

type WindowForm = FormGroup<{
  from: FormControl<string>;
  to: FormControl<string>;
  days: FormControl<readonly Weekday[]>;
}>;
export type WindowsForm = FormArray<WindowForm>;

/** Times of the day at which nothing begins. */
export const windowsForm = (windows: readonly BlackoutWindowDto[] = []): WindowsForm =>
  new FormArray(windows.map(windowForm));

/** A new one: the evening of a working day. */
export const addWindow = (form: WindowsForm): void =>
  form.push(windowForm({ from: '18:00', to: '23:00', days: [1, 2, 3, 4, 5] }));

export function showWindows(form: WindowsForm, windows: readonly BlackoutWindowDto[]): void {
  form.clear();
  for (const window of windows) form.push(windowForm(window));
  form.markAsPristine();
}

/** The service counts Sunday as 0, and no day as every day. */
export const windowsOf = (form: WindowsForm): BlackoutWindowDto[] =>
  form.getRawValue().map(({ from, to, days }) => ({
    from: readClock(from) ?? from,
    to: readClock(to) ?? to,
    days: days.length === weekdays.length ? [] : days.map((day) => day % 7).toSorted((a, b) => a - b),
  }));

function windowForm({ from, to, days }: BlackoutWindowDto): WindowForm {
  const shown = days.length === 0 ? weekdays : weekdays.filter((day) => days.includes(day % 7));
  return new FormGroup({
    from: clock(from),
    // The day ends at 00:00 as well, which means the same.
    to: clock(to === '24:00' ? '00:00' : to),
    days: new FormControl<readonly Weekday[]>(shown, { nonNullable: true }),
  });
}

const clock = (value: string): FormControl<string> =>
  new FormControl(value, {
    nonNullable: true,
    validators: ({ value: given }: AbstractControl<string>) =>
      readClock(given) === null ? { problem: $localize`Enter a time, like 18:30.` } : null,
  });
