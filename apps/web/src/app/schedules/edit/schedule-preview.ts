import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api';
import { previewSchedule } from '../../api/fn/schedules/preview-schedule';
import type { Problem } from '../../api/models/problem';
import type { SchedulePreviewDto } from '../../api/models/schedule-preview-dto';
import { placeServerErrors } from '../../config-form/server-errors';
import { problemOf } from '../../feedback/problem-of';
import { ruleOf } from '../retention/rule/rule-form';
import { windowsOf } from '../blackout/windows-form';
import { parseSize } from '../../config-form/size-text';
import { isZone } from '../zone/zones';
import type { ScheduleFields } from './schedule-fields';

/** Milliseconds without a change before it is asked for. */
const settleMs = 350;
/** Ten are listed; the others are looked through for days on which clocks change. */
const looked = 100;

/** What would come of what is typed: the next runs and what they cost. Asked for anew as soon as nothing changes any more. */
@Injectable()
export class SchedulePreview {
  private readonly api = inject(Api);
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  /** Of the last rule that was right; undefined: none yet. */
  readonly value = signal<SchedulePreviewDto | undefined>(undefined);
  /** What keeps it from being shown and belongs to no field. */
  readonly problem = signal<Problem | null>(null);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
  }

  /** @param scheduleId of the one that is edited */
  soon(form: ScheduleFields, scheduleId: string | null): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.load(form, scheduleId), settleMs);
  }

  async load(form: ScheduleFields, scheduleId: string | null): Promise<void> {
    clearTimeout(this.waiting);
    const turn = (this.turn += 1);
    forgetRefusals(form);
    if (!isWhole(form)) return;
    try {
      const preview = await this.api.invoke(previewSchedule, { body: bodyOf(form, scheduleId) });
      if (turn !== this.turn) return;
      this.value.set(preview);
      this.problem.set(null);
    } catch (error) {
      if (turn !== this.turn) return;
      const problem = problemOf(error);
      this.problem.set(placeServerErrors(problem, (field) => form.get(field)) ? null : problem);
    }
  }

  private stop(): void {
    clearTimeout(this.waiting);
    this.turn += 1;
  }
}

/** What the service said of one of these may be right with another value of the others: it is asked anew. */
function forgetRefusals(form: ScheduleFields): void {
  const { cron, timeZone, jitterSeconds, blackout } = form.controls;
  for (const control of [cron, timeZone, jitterSeconds, blackout]) control.updateValueAndValidity({ emitEvent: false });
}

/** What says when it runs; of the rest only what is right is sent along. */
function isWhole(form: ScheduleFields): boolean {
  const { cron, timeZone, blackout } = form.controls;
  return cron.value.trim() !== '' && isZone(timeZone.value.trim()) && blackout.controls.every(({ valid }) => valid);
}

function bodyOf(form: ScheduleFields, scheduleId: string | null): Parameters<typeof previewSchedule>[2]['body'] {
  const { cron, timeZone, jitterSeconds, type, plan, projectId, destinationIds, quota } = form.getRawValue();
  const retention = ruleOf(form.controls.retention);
  return {
    cron: cron.trim(),
    timeZone: timeZone.trim(),
    jitterSeconds,
    type,
    plan,
    count: looked,
    blackout: windowsOf(form.controls.blackout),
    quotaBytes: parseSize(quota),
    ...(projectId === '' ? {} : { projectId }),
    ...(destinationIds.length === 0 ? {} : { destinationIds: [...destinationIds] }),
    ...(scheduleId === null ? {} : { scheduleId }),
    ...(retention === null ? {} : { retention }),
  };
}
