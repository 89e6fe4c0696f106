import fc from 'fast-check';

/** A field as text, and what it means. */
export interface MeantField {
  readonly text: string;
  readonly isStar: boolean;
  readonly hasStar: boolean;
  matches(value: number, date: Date): boolean;
}

export interface MeantRule {
  readonly cron: string;
  readonly minute: MeantField;
  readonly hour: MeantField;
  readonly day: MeantField;
  readonly month: MeantField;
  readonly weekday: MeantField;
}

const field = (text: string, matches: MeantField['matches']): MeantField => ({
  text,
  isStar: text === '*',
  hasStar: text.includes('*'),
  matches,
});

const star = field('*', () => true);

const several = (from: number, to: number, most: number): fc.Arbitrary<MeantField> =>
  fc
    .uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: most })
    .map((values) => field(values.join(','), (value) => values.includes(value)));

const range = (from: number, to: number): fc.Arbitrary<MeantField> =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    .map(([low, high]) => field(`${low}-${high}`, (value) => value >= low && value <= high));

const stepped = (from: number, to: number, least: number): fc.Arbitrary<MeantField> =>
  fc
    .tuple(fc.integer({ min: least, max: to - from }), fc.boolean())
    .map(([step, whole]) =>
      field(`${whole ? '*' : `${from}-${to}`}/${step}`, (value) => (value - from) % step === 0 && value >= from),
    );

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const monthDays = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
const weekdayOfMonth = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.boolean())
  .map(([day, nth, isLast]) =>
    isLast
      ? field(`${weekdays[day]}L`, (value, date) => value === day && date.getUTCDate() + 7 > monthDays(date))
      : field(`${day}#${nth}`, (value, date) => value === day && Math.ceil(date.getUTCDate() / 7) === nth),
  );
const lastDay = fc.constant(field('L', (value, date) => value === monthDays(date)));

/** Rules of every kind, hours around the changes of clocks most of all. At most some dozens of times a day. */
export const anyRule: fc.Arbitrary<MeantRule> = fc
  .record({
    minute: fc.oneof(several(0, 59, 2), stepped(0, 59, 15), fc.constant(field('0', (value) => value === 0))),
    hour: fc.oneof(
      { arbitrary: several(0, 4, 3), weight: 5 },
      { arbitrary: several(0, 23, 2), weight: 2 },
      { arbitrary: range(0, 5), weight: 1 },
      { arbitrary: stepped(0, 23, 5), weight: 2 },
      { arbitrary: fc.constant(star), weight: 1 },
    ),
    day: fc.oneof(
      { arbitrary: fc.constant(star), weight: 5 },
      { arbitrary: fc.oneof(several(1, 31, 3), range(1, 31), stepped(1, 31, 2), lastDay), weight: 2 },
    ),
    month: fc.oneof(
      { arbitrary: fc.constant(star), weight: 6 },
      { arbitrary: fc.oneof(several(1, 12, 4), range(1, 12)), weight: 1 },
    ),
    weekday: fc.oneof(
      { arbitrary: fc.constant(star), weight: 5 },
      { arbitrary: fc.oneof(several(0, 6, 3), range(0, 6), weekdayOfMonth), weight: 2 },
    ),
  })
  .map((fields) => {
    const { minute, hour, day, month, weekday } = fields;
    return { ...fields, cron: [minute, hour, day, month, weekday].map(({ text }) => text).join(' ') };
  });

/** Those that the simulated year is about. */
export const zones = ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu'] as const;
export const anyZone = fc.constantFrom(...zones);
