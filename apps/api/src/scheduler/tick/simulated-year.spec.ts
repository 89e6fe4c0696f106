import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { planStep } from '../slots/plan';
import { bruteTimes } from '../testing/brute-slots';
import { clockTable } from '../testing/clock-table';
import { ExpectedSlots } from '../testing/expected-slots';
import { ModelStore, type ModelRow } from '../testing/model-store';
import { outages, randomNumbers } from '../testing/random-numbers';
import { anyRule, zones, type MeantRule } from '../testing/random-rule';

const all = process.env['STOWBASE_TEST_ALL'] === '1';
const begins = new Date('2026-06-03T10:00:00Z');
const yearEnds = new Date('2027-06-03T10:00:00Z');
const processes = 3;
/** Milliseconds: enough on a machine that is busy with other things. */
const longest = all ? 3_600_000 : 180_000;

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** One schedule through a span: three processes look at it, now and then with what they read a moment ago, now and then for the last time. */
class Life {
  readonly store: ModelStore;
  readonly expected = new ExpectedSlots();
  /** What a process has read and not looked at yet. */
  private readonly stale: (ModelRow | null)[] = [null, null, null];

  constructor(
    private rule: MeantRule,
    private readonly random: Random,
    timeZone: string,
    private readonly ends = yearEnds,
  ) {
    const row: ModelRow = {
      id: randomUUID(),
      cron: rule.cron,
      timeZone,
      blackout: [],
      jitterSeconds: pick(random, [0, 0, 1, 240]),
      graceSeconds: pick(random, [0, 3_600, 86_400, 86_400, 7 * 86_400]),
      enabled: true,
      version: 1,
      effectiveFrom: begins,
      nextSlot: null,
      dueAt: null,
    };
    this.store = new ModelStore(row);
    this.expected.begin(row, rule, begins, this.ends);
  }

  run(down: readonly { from: number; to: number }[], edits: number): void {
    const changes = Array.from(
      { length: edits },
      () => begins.getTime() + this.random() * (this.ends.getTime() - begins.getTime()),
    );
    changes.sort((a, b) => a - b);
    for (let now = begins.getTime(); now < this.ends.getTime();) {
      const due = this.expected.dueAt?.getTime() ?? Infinity;
      // Five seconds at most after its time, if anybody is there.
      now = Math.min(Math.max(due, now) + this.random() * 5_000, changes[0] ?? Infinity, this.ends.getTime());
      now = down.reduce((at, { from, to }) => (at >= from && at < to ? to : at), now);
      this.look(new Date(now));
      if (changes[0] !== undefined && now >= changes[0]) {
        changes.shift();
        this.change(new Date(now));
      }
    }
  }

  private look(now: Date): void {
    this.expected.look(now);
    const order = [0, 1, 2].sort(() => this.random() - 0.5);
    for (const process of order.slice(0, processes)) {
      const fresh = this.store.read();
      const seen = this.stale[process] ?? fresh;
      this.stale[process] = this.random() < 0.3 ? fresh : null;
      this.handle(seen, now, this.random() < 0.05 ? 1 : Infinity);
    }
    // Whoever is left looks again after five seconds.
    this.handle(this.store.read(), now, Infinity);
  }

  /** @param most steps, after which this process dies */
  private handle(first: ModelRow, now: Date, most: number): void {
    let row = first;
    for (let steps = 0; steps < most; steps += 1) {
      if (!row.enabled || row.dueAt === null || row.dueAt > now) return;
      const step = planStep(row, now);
      if (!this.store.apply(row, step)) return;
      row = this.store.read();
    }
  }

  private change(now: Date): void {
    const { version, enabled, ...row } = this.store.read();
    const values = { version: version + 1, effectiveFrom: now };
    if (!enabled || this.random() < 0.6) {
      this.rule = this.random() < 0.5 ? this.rule : pick(this.random, someRules);
      this.store.set({ ...values, enabled: true, cron: this.rule.cron });
      this.expected.begin(row, this.rule, now, this.ends);
      return;
    }
    this.store.set({ ...values, enabled: false });
    this.expected.pause();
  }

  /** What became of every slot is what was to become of it. */
  judge(): void {
    const sorted = (results: ReadonlyMap<string, string>): string[] =>
      [...results].map(([slot, result]) => `${slot} ${result}`).sort();
    expect({ rule: this.rule.cron, collapsed: this.store.collapsed, slots: sorted(this.store.results) }).toEqual({
      rule: this.rule.cron,
      collapsed: this.expected.collapsed,
      slots: sorted(this.expected.results),
    });
  }
}

const someRules = fc.sample(anyRule, { numRuns: 1_500, seed: 365 });

describe('P-SCHED-16 a simulated year, three processes', () => {
  it(
    'handles each slot of 400 schedules exactly once, in four zones and through outages',
    () => {
      const random = randomNumbers(2026);
      const down = outages(random, begins, yearEnds, 25);
      // Few times a day: many schedules say more than many slots. Those of every few minutes have the next test.
      const rules = someRules.filter((rule) => {
        const inAWeek = bruteTimes(rule, clockTable('UTC'), begins, new Date(begins.getTime() + 7 * 86_400_000)).length;
        return all || inAWeek <= 7;
      });
      expect(rules.length).toBeGreaterThanOrEqual(400);
      const lives = rules.slice(0, 400).map((rule, n) => new Life(rule, random, zones[n % zones.length]!));
      for (const life of lives) {
        life.run(down, 0);
        life.judge();
      }
      const total = (result: string): number =>
        lives.reduce((sum, { store }) => sum + [...store.results.values()].filter((one) => one === result).length, 0);
      // The year was one in which things happened.
      expect(total('run')).toBeGreaterThan(20_000);
      expect(total('missed')).toBeGreaterThan(1_000);
    },
    longest,
  );

  it(
    'makes one row of what is beyond five hundred in an outage of weeks',
    () => {
      const random = randomNumbers(7);
      const often = someRules.filter(({ cron }) => /^\d+ \* \* \* \*$/.test(cron));
      const down = [{ from: Date.parse('2026-07-01T00:00Z'), to: Date.parse('2026-09-20T00:00Z') }];
      const ends = new Date('2026-10-05T00:00Z');
      const lives = often
        .slice(0, all ? 40 : 4)
        .map((rule, n) => new Life(rule, random, zones[n % zones.length]!, ends));
      expect(lives.length).toBeGreaterThanOrEqual(4);
      for (const life of lives) {
        life.run(down, 0);
        life.judge();
      }
      expect(lives.filter(({ store }) => store.collapsed > 0).length).toBe(lives.length);
    },
    longest,
  );

  it(
    'does so for any rule, zone, outages, and changes of the schedule in between',
    () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.constantFrom(...zones),
          fc.integer({ min: 0, max: 40 }),
          fc.integer({ min: 0, max: 12 }),
          (seed, zone, count, edits) => {
            const random = randomNumbers(seed);
            const life = new Life(pick(random, someRules), random, zone);
            life.run(outages(random, begins, yearEnds, count), edits);
            life.judge();
          },
        ),
        { seed: 16, numRuns: all ? 400 : 15 },
      );
    },
    longest,
  );
});
