import { Component } from '@angular/core';
import { HeatStrip } from '../../schedules/days/heat-strip';
import { heatSummary } from '../../schedules/days/heat-day';
import { ApprovalPanel } from '../../schedules/approvals/approval-panel';
import { ScheduleTable } from '../../schedules/list/schedule-table';
import { RetentionCard } from '../../schedules/retention/retention-card';
import { defaultRule, ruleForm } from '../../schedules/retention/rule/rule-form';
import { NextRuns } from '../../schedules/runs/next-runs';
import { anApproval } from '../../schedules/testing/schedules';
import { destinations } from '../data/destinations';
import { now } from '../data/now';
import { days, retention, runs, schedules } from '../data/schedules';
import { Section } from './section';

/** Schedules in their states, the next runs around a change of clocks, and a rule that would delete something. */
@Component({
  selector: 'sb-dev-schedules',
  imports: [Section, ApprovalPanel, HeatStrip, NextRuns, RetentionCard, ScheduleTable],
  template: `<sb-dev-section name="Schedules" i18n-name>
    <sb-approval-panel [approval]="approval" />
    <div class="sb-card"><sb-schedule-table [schedules]="schedules" [destinations]="destinations" /></div>
    <sb-heat-strip [days]="days" [label]="label" />
    <div class="sb-card runs"><sb-next-runs [runs]="runs" [zone]="zone" /></div>
    <sb-retention-card [form]="form" [rule]="rule" [before]="before" [preview]="retention" [now]="now" [zone]="zone" />
  </sb-dev-section>`,
  styles: '.runs { max-width: 420px }',
})
export class SchedulesSection {
  protected readonly zone = 'Europe/Berlin';
  protected readonly approval = anApproval();
  protected readonly schedules = schedules;
  protected readonly destinations = destinations;
  protected readonly days = days;
  protected readonly label = heatSummary(days);
  protected readonly runs = runs;
  protected readonly rule = defaultRule;
  protected readonly before = { ...defaultRule, daily: 18 };
  protected readonly form = ruleForm(defaultRule);
  protected readonly retention = retention;
  protected readonly now = now;
}
