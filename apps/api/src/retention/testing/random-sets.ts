import type { CopyFacts, PlanInput } from '../plan/copy-facts';
import type { RetentionRule } from '../rule';

/** Numbers that are the same for the same seed. */
export class Dice {
  constructor(private state: number) {}

  /** At least 0, less than 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 0 to below. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(of: number): boolean {
    return this.next() < of;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const keys = new Map(items.map((item) => [item, this.next()]));
    return [...items].sort((a, b) => keys.get(a)! - keys.get(b)!);
  }
}

const minute = 60_000;
const day = 24 * 60 * minute;
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
];
/** A zone, and when its clocks go back: an hour comes twice then, or a half of one. */
const repeated: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/St_Johns', '2026-11-01T04:30:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
];
/** Days on which clocks go forward, and the end of a year. */
const others = ['2026-03-29T01:00:00Z', '2026-10-03T15:30:00Z', '2027-01-01T00:00:00Z'];
/** Between two backups, from every few minutes to every few months. */
const gaps = [5 * minute, 30 * minute, 60 * minute, 6 * 60 * minute, day, 7 * day, 40 * day];

export function randomRule(dice: Dice): RetentionRule {
  const some = (): number => (dice.chance(0.5) ? 0 : dice.below(5));
  return {
    ...{ keepLast: some(), keepDays: dice.chance(0.6) ? 0 : dice.below(12), hourly: some(), daily: some() },
    ...{ weekly: some(), monthly: some(), yearly: some(), minKeep: 1 + dice.below(3) },
    maxBytes: dice.chance(0.3) ? 1 + dice.below(60) : null,
  };
}

/** Up to 24 copies, irregular in every way that there is. */
export function randomInput(dice: Dice): PlanInput {
  const [zone, moment] = dice.chance(0.5) ? dice.pick(repeated) : [dice.pick(zones), dice.pick(others)];
  const now = Date.parse(moment) + dice.below(dice.chance(0.5) ? day / 8 : 3 * day);
  const gap = dice.pick(gaps);
  let at = now + (dice.chance(0.1) ? 3 : -1) * dice.below(gap);
  const copies: CopyFacts[] = [];
  for (let n = dice.below(25); n > 0; n -= 1) {
    const isOdd = dice.chance(0.15);
    const unread = dice.chance(0.05);
    copies.push({
      unread,
      id: `c${String(dice.below(1_000_000)).padStart(6, '0')}${n}`,
      at,
      size: dice.below(10),
      good: !unread && dice.chance(0.85),
      level: dice.chance(0.2) ? 1 + dice.below(3) : 0,
      locked: isOdd && dice.chance(0.3),
      leased: isOdd && dice.chance(0.3),
      lockedUntil: isOdd ? now + (dice.below(3) - 1) * dice.below(30 * day) : null,
      lastOfNewest: isOdd && dice.chance(0.3),
    });
    // Some at the same moment.
    if (!dice.chance(0.1)) at -= dice.below(2 * gap);
  }
  return { copies: dice.shuffled(copies), rule: randomRule(dice), zone, now };
}
