import { nextDue } from '../next-due';
import type { Schedule } from '../schedule.entity';
import type { Step, Timing } from '../slots/plan';

export type ModelRow = Timing & Pick<Schedule, 'enabled' | 'version'>;

/** One schedule and its backups as the tables keep them: what doesn't fit the row as it was read is not written, and no slot has two rows. */
export class ModelStore {
  /** By slot, as ISO text. */
  readonly results = new Map<string, 'run' | 'missed'>();
  collapsed = 0;

  constructor(private row: ModelRow) {
    this.set({});
  }

  read(): ModelRow {
    return { ...this.row };
  }

  set(values: Partial<ModelRow>): void {
    const row = { ...this.row, ...values };
    this.row = { ...row, ...nextDue(row) };
  }

  /** False: somebody else has been at it. */
  apply(seen: ModelRow, step: Step): boolean {
    if (seen.version !== this.row.version || seen.effectiveFrom.getTime() !== this.row.effectiveFrom.getTime())
      return false;
    if (step.kind === 'nothing' || step.kind === 'reset')
      throw new Error(`a step ${step.kind} in a world whose clock goes on`);
    if (step.kind === 'collapse') this.collapsed += step.slots.length;
    else for (const { at } of step.missed) this.add(at, 'missed');
    if (step.kind === 'settle' && step.run !== null) this.add(step.run, 'run');
    this.set({ effectiveFrom: step.until });
    return true;
  }

  private add(slot: Date, result: 'run' | 'missed'): void {
    const key = slot.toISOString();
    if (this.results.has(key)) throw new Error(`the slot ${key} was handled twice`);
    this.results.set(key, result);
  }
}
