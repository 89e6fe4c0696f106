import fc from 'fast-check';
import type { Place } from '../../database/place';
import type { Schedule } from '../schedule.entity';
import { ExpectedSlots } from './expected-slots';
import { outages, randomNumbers } from './random-numbers';
import { anyRule, zones, type MeantRule } from './random-rule';
import { openTickWorld, type TickWorld } from './tick-world';

export interface YearSpan {
  readonly schedules: number;
  readonly begins: Date;
  readonly ends: Date;
  readonly outages: number;
}

/** Milliseconds: a year takes a while. */
const longest = 3_600_000;

/** The same year in the real tables: three processes look at the same moment, each in transactions of its own. */
export function describeYear(place: () => Place | undefined, span: YearSpan): void {
  let world: TickWorld;
  beforeAll(async () => {
    world = await openTickWorld(3, place());
  });
  afterAll(() => world.close());

  it(
    `P-SCHED-16 each slot of ${span.schedules} schedules is handled exactly once, through outages`,
    async () => {
      const random = randomNumbers(span.schedules);
      const down = outages(random, span.begins, span.ends, span.outages);
      const lives = await begin(world, span);
      for (let now = span.begins.getTime(); now < span.ends.getTime();) {
        const due = Math.min(...lives.map(({ expected }) => expected.dueAt?.getTime() ?? Infinity));
        now = Math.min(Math.max(now, due) + random() * 5_000, span.ends.getTime());
        now = down.reduce((at, { from, to }) => (at >= from && at < to ? Math.ceil(to) : at), Math.round(now));
        const at = new Date(now);
        for (const { expected } of lives) expected.look(at);
        await world.turn(at);
        await world.endRuns(at);
      }
      for (const { schedule, rule, expected } of lives) {
        const rows = (await world.backups(schedule)).filter(({ slot }) => slot !== null);
        const found = rows.map(
          ({ slot, status }) => `${slot?.toISOString()} ${status === 'succeeded' ? 'run' : status}`,
        );
        const wanted = [...expected.results].map(([slot, result]) => `${slot} ${result}`);
        expect({ rule: rule.cron, slots: found.sort() }).toEqual({ rule: rule.cron, slots: wanted.sort() });
      }
      expect(lives.some(({ expected }) => [...expected.results.values()].includes('missed'))).toBe(true);
    },
    longest,
  );
}

interface Life {
  readonly schedule: Schedule;
  readonly rule: MeantRule;
  readonly expected: ExpectedSlots;
}

async function begin(world: TickWorld, { schedules, begins, ends }: YearSpan): Promise<Life[]> {
  // Once or a few times a day: the model of the year has the others.
  const isCalm = ({ minute, hour }: MeantRule): boolean => !minute.hasStar && !hour.hasStar && !hour.text.includes('-');
  const rules = fc.sample(anyRule, { numRuns: schedules * 20, seed: schedules }).filter(isCalm);
  const lives: Life[] = [];
  for (const [n, rule] of rules.slice(0, schedules).entries()) {
    const timing = { cron: rule.cron, timeZone: zones[n % zones.length]!, jitterSeconds: n % 3 === 0 ? 200 : 0 };
    const schedule = await world.schedule(begins, { ...timing, graceSeconds: n % 4 === 0 ? 3_600 : 86_400 });
    const expected = new ExpectedSlots();
    expected.begin(schedule, rule, begins, ends);
    lives.push({ schedule, rule, expected });
  }
  return lives;
}
