import type { Schedule } from '../schedule.entity';
import { jitterOf } from '../slots/jitter';
import { bruteTimes } from './brute-slots';
import { clockTable } from './clock-table';
import type { MeantRule } from './random-rule';

/** What is to become of slots, by the words of the design alone: no code of the tick, no library. */
export class ExpectedSlots {
  /** By slot, as ISO text: `run`, `missed`. */
  readonly results = new Map<string, 'run' | 'missed'>();
  /** Slots that one row with a count stands for. */
  collapsed = 0;
  private times: readonly Date[] = [];
  private next = 0;
  private jitterMs = 0;
  private graceMs = 0;

  /** A schedule is created, changed or resumed: slots after this instant count. */
  begin(
    schedule: Pick<Schedule, 'id' | 'jitterSeconds' | 'graceSeconds' | 'timeZone'>,
    rule: MeantRule,
    from: Date,
    to: Date,
  ): void {
    this.times = bruteTimes(rule, clockTable(schedule.timeZone), from, to);
    this.next = 0;
    this.jitterMs = jitterOf(schedule.id, schedule.jitterSeconds);
    this.graceMs = schedule.graceSeconds * 1000;
  }

  pause(): void {
    this.times = [];
  }

  /** When somebody has to look at it next. */
  get dueAt(): Date | null {
    const slot = this.times[this.next];
    return slot === undefined ? null : new Date(slot.getTime() + this.jitterMs);
  }

  /** Somebody looks at it. */
  look(now: Date): void {
    const due: Date[] = [];
    for (let slot = this.times[this.next]; slot !== undefined; slot = this.times[this.next]) {
      if (slot.getTime() + this.jitterMs > now.getTime()) break;
      due.push(slot);
      this.next += 1;
    }
    const newest = due.at(-1);
    if (newest === undefined) return;
    const beyond = Math.max(0, due.length - 500);
    this.collapsed += beyond;
    for (const slot of due.slice(beyond)) this.results.set(slot.toISOString(), 'missed');
    if (now.getTime() - newest.getTime() <= this.graceMs) this.results.set(newest.toISOString(), 'run');
  }
}
