import type { AbstractControl } from '@angular/forms';
import type { WrongField } from '../../config-form/form-summary';
import { countNames } from '../retention/rule/rule-form';
import type { ScheduleFields } from './schedule-fields';

const ids = {
  name: 'schedule-name',
  projectId: 'schedule-project',
  destinationIds: 'schedule-destinations',
  type: 'schedule-type',
  cron: 'schedule-cron',
  timeZone: 'schedule-zone',
  jitterSeconds: 'schedule-jitter',
  graceSeconds: 'schedule-grace',
  overlap: 'schedule-overlap',
  maxRunMinutes: 'schedule-max-run',
  plan: 'schedule-plan',
  quota: 'schedule-quota',
} as const;

/** What keeps a schedule from being saved, in the order of the page, each with the element to go to. */
export function wrongFields(form: ScheduleFields): readonly WrongField[] {
  const { blackout, retention } = form.controls;
  return [
    ...Object.entries(ids).flatMap(([name, id]) => wrong(form.get(name), id)),
    ...blackout.controls.flatMap((window, n) => [
      ...wrong(window.controls.from, `blackout-${n}-from`),
      ...wrong(window.controls.to, `blackout-${n}-to`),
    ]),
    // Of the windows together.
    ...(typeof blackout.errors?.['problem'] === 'string' ? wrong(blackout, 'schedule-blackout') : []),
    ...[...countNames, 'maxBytes' as const].flatMap((name) => wrong(retention.controls[name], `keep-${name}`)),
  ];
}

function wrong(control: AbstractControl | null, id: string): WrongField[] {
  const problem: unknown = control?.enabled === true ? control.errors?.['problem'] : undefined;
  return typeof problem === 'string' ? [{ id, message: problem }] : [];
}
