import { createHash } from 'node:crypto';
import { In, type EntityManager } from 'typeorm';
import { Schedule } from '../../scheduler/schedule.entity';
import { ManualRule } from '../manual-rule.entity';
import type { ReasonCode } from '../plan/reason';
import type { RetentionRule } from '../rule';
import type { SetId } from './retention-set';

/** What a set is judged by; without a rule all of it is kept, and `kept` says why. */
export type RuleOfSet =
  | { readonly rule: RetentionRule; readonly zone: string }
  | { readonly rule: null; readonly zone: string; readonly kept: KeptWhole };

export type KeptWhole = Extract<ReasonCode, 'keep_all' | 'unassigned' | 'no_schedule' | 'no_delete'>;

/** Of every one that is made before a restore: for 30 days, and the last ones for longer. */
export const safetyRule: RetentionRule = {
  ...{ keepLast: 0, keepDays: 30, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
  ...{ minKeep: 3, maxBytes: null },
};

/** By key. */
export async function rulesOf(manager: EntityManager, sets: readonly SetId[]): Promise<Map<string, RuleOfSet>> {
  const ids = [...new Set(sets.map(({ scheduleId }) => scheduleId).filter((id) => id !== null))];
  const schedules = await manager.find(Schedule, {
    select: { id: true, projectId: true, retention: true, timeZone: true },
    where: { id: In(ids) },
  });
  const projects = [...new Set(sets.filter(({ kind }) => kind === 'manual').map(({ projectId }) => projectId))];
  const manual = await manager.findBy(ManualRule, { projectId: In(projects) });
  return new Map(sets.map((set) => [set.key, ruleOf(set, schedules, manual)]));
}

function ruleOf(set: SetId, schedules: readonly Schedule[], manual: readonly ManualRule[]): RuleOfSet {
  switch (set.kind) {
    case 'schedule': {
      const schedule = schedules.find(({ id }) => id === set.scheduleId);
      if (schedule === undefined) return { rule: null, zone: 'UTC', kept: 'no_schedule' };
      return { rule: schedule.retention, zone: schedule.timeZone };
    }
    case 'manual': {
      const of = manual.filter(({ projectId }) => projectId === set.projectId);
      const row = of.find(({ scope }) => scope === set.destinationId) ?? of.find(({ scope }) => scope === 'all');
      const zone = row?.timeZone ?? 'UTC';
      const rule = row?.rule ?? null;
      return rule === null ? { rule, zone, kept: 'keep_all' } : { rule, zone };
    }
    case 'safety':
      return { rule: safetyRule, zone: 'UTC' };
    case 'imported':
      return { rule: null, zone: 'UTC', kept: 'unassigned' };
  }
}

/** SHA-256 of what decides, hex: another one is another rule. */
export function ruleSha256(rule: RetentionRule, zone: string): string {
  const { keepLast, keepDays, hourly, daily, weekly, monthly, yearly, minKeep, maxBytes } = rule;
  const said = [keepLast, keepDays, hourly, daily, weekly, monthly, yearly, minKeep, maxBytes, zone];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
