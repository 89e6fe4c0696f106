import { FormControl, FormGroup, Validators, type AbstractControl } from '@angular/forms';
import type { BackupType } from '../../api/models/backup-type';
import type { CreateScheduleDto } from '../../api/models/create-schedule-dto';
import type { OverlapPolicy } from '../../api/models/overlap-policy';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import type { SupabasePlan } from '../../api/models/supabase-plan';
import { parseSize, sizeText } from '../../config-form/size-text';
import { viewerZone } from '../../format/moment';
import { showWindows, windowsForm, windowsOf } from '../blackout/windows-form';
import { isZone } from '../zone/zones';
import { defaultRule, ruleForm, ruleOf, showRule } from '../retention/rule/rule-form';

export type ScheduleFields = ReturnType<typeof scheduleFields>;

/** What a new schedule begins with; the others are of a schedule that is there. */
const begin = { cron: '30 2 * * *', jitterSeconds: 300, graceSeconds: 86_400, overlap: 'skip' as OverlapPolicy };

/** Everything that a schedule is made of, as it is typed. */
export function scheduleFields() {
  const text = (value: string, problem: string) =>
    new FormControl(value, {
      nonNullable: true,
      validators: (control: AbstractControl<string>) => (control.value.trim() === '' ? { problem } : null),
    });
  return new FormGroup({
    name: text($localize`Every night`, $localize`Name is missing.`),
    projectId: text('', $localize`Choose a project.`),
    destinationIds: new FormControl<readonly string[]>([], {
      nonNullable: true,
      validators: ({ value }: AbstractControl<readonly string[]>) =>
        value.length > 0 ? null : { problem: $localize`Choose at least one destination.` },
    }),
    type: new FormControl<BackupType>('full', { nonNullable: true }),
    cron: text(begin.cron, $localize`Cron is missing.`),
    timeZone: new FormControl(viewerZone(), {
      nonNullable: true,
      validators: ({ value }: AbstractControl<string>) =>
        isZone(value.trim()) ? null : { problem: $localize`Choose a zone of the list.` },
    }),
    jitterSeconds: new FormControl(begin.jitterSeconds, { nonNullable: true }),
    graceSeconds: new FormControl(begin.graceSeconds, { nonNullable: true }),
    overlap: new FormControl<OverlapPolicy>(begin.overlap, { nonNullable: true }),
    maxRunMinutes: new FormControl<number | null>(null, [
      Validators.min(1),
      ({ value }: AbstractControl<number | null>) =>
        value === null || (Number.isInteger(value) && value >= 1 && value <= 1_380)
          ? null
          : { problem: $localize`Stop after must be a whole number from 1 to 1380 minutes.` },
    ]),
    plan: new FormControl<SupabasePlan>('pro', { nonNullable: true }),
    quota: new FormControl('', {
      nonNullable: true,
      validators: ({ value }: AbstractControl<string>) =>
        value.trim() === '' || parseSize(value) !== null
          ? null
          : { problem: $localize`Egress limit must be a size, like 500 GB.` },
    }),
    blackout: windowsForm(),
    retention: ruleForm(),
  });
}

/** @param stored null: a new one */
export function showSchedule(form: ScheduleFields, stored: ScheduleDto | null): void {
  form.reset(stored === null ? {} : valuesOf(stored));
  showWindows(form.controls.blackout, stored?.blackout ?? []);
  showRule(form.controls.retention, stored?.retention ?? defaultRule);
  // A backup of a project isn't moved to another one.
  if (stored === null) form.controls.projectId.enable();
  else form.controls.projectId.disable();
  form.markAsPristine();
  form.markAsUntouched();
}

function valuesOf(stored: ScheduleDto): Parameters<ScheduleFields['reset']>[0] {
  const { name, projectId, destinationIds, type, cron, timeZone, jitterSeconds, graceSeconds } = stored;
  const { overlap, maxRunMinutes, plan, quotaBytes } = stored;
  const when = { cron, timeZone, jitterSeconds, graceSeconds, overlap, maxRunMinutes };
  return {
    name,
    projectId,
    destinationIds,
    type,
    ...when,
    plan,
    quota: quotaBytes === null ? '' : sizeText(quotaBytes),
  };
}

/** Everything but the project: that of a schedule stays. */
export type ChangedSchedule = Omit<CreateScheduleDto, 'projectId'>;

/** What is sent. Null: something of it can't be. */
export function scheduleOf(form: ScheduleFields): ChangedSchedule | null {
  const retention = ruleOf(form.controls.retention);
  if (form.invalid || retention === null) return null;
  const { name, destinationIds, type, cron, timeZone, jitterSeconds, graceSeconds, ...rest } = form.getRawValue();
  const { overlap, maxRunMinutes, plan, quota } = rest;
  return {
    name: name.trim(),
    type,
    cron: cron.trim(),
    timeZone: timeZone.trim(),
    destinationIds: [...destinationIds],
    jitterSeconds,
    graceSeconds,
    overlap,
    maxRunMinutes,
    plan,
    quotaBytes: parseSize(quota),
    blackout: windowsOf(form.controls.blackout),
    retention,
  };
}
