import { fail } from '../schedules.errors';

/** The five fields in their order. */
export const fieldNames = ['minute', 'hour', 'day', 'month', 'weekday'] as const;
export type FieldName = (typeof fieldNames)[number];

interface Range {
  readonly from: number;
  readonly to: number;
  /** Names that stand for the numbers from `from` on. */
  readonly names?: readonly string[];
}

const ranges: Readonly<Record<FieldName, Range>> = {
  minute: { from: 0, to: 59 },
  hour: { from: 0, to: 23 },
  day: { from: 1, to: 31 },
  month: {
    from: 1,
    to: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  // 7 is Sunday too.
  weekday: { from: 0, to: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
};

/** One field that is understood. */
export interface CronField {
  readonly text: string;
  /** It holds a `*`. */
  readonly hasStar: boolean;
  /** The numbers it names, ascending; what only a calendar knows (`L`, `FRI#2`) is not among them. */
  readonly values: readonly number[];
  /** It names a day that only a calendar knows. */
  readonly isSpecial: boolean;
}

export type CronFields = Readonly<Record<FieldName, CronField>>;

/**
 * Reads a rule before any library does: exactly five fields, and only what every one of them understands the same way (H22).
 * @throws ApiError `CRON_INVALID` that names the field
 */
export function readFields(cron: string): CronFields {
  const texts = cron.split(' ');
  if (!/^\S+( \S+){4}$/.test(cron)) {
    const found = cron.trim() === '' ? 0 : cron.trim().split(/\s+/).length;
    throw refuse(
      `A rule has exactly five fields with one space between them: minute, hour, day, month, weekday; this one has ${found}${found === 5 ? ' with other spaces' : ''}.`,
    );
  }
  return Object.fromEntries(fieldNames.map((name, n) => [name, readField(name, texts[n] ?? '')])) as CronFields;
}

function readField(name: FieldName, text: string): CronField {
  const foreign = /[^0-9A-Za-z*,/#L-]/.exec(text)?.[0];
  if (foreign !== undefined) throw wrong(name, `has "${foreign}", which means nothing here`);
  const values = new Set<number>();
  let isSpecial = false;
  for (const item of text.toUpperCase().split(',')) {
    const read = readItem(name, item);
    if (read === null) isSpecial = true;
    else for (const value of read) values.add(name === 'weekday' ? value % 7 : value);
  }
  return { text, hasStar: text.includes('*'), values: [...values].sort((a, b) => a - b), isSpecial };
}

/** Null: a day that only a calendar knows. */
function readItem(name: FieldName, item: string): number[] | null {
  if (item === '') throw wrong(name, 'has nothing between two commas');
  if (name === 'day' && item === 'L') return null;
  if (name === 'weekday' && isNthWeekday(item)) return null;
  const [base = '', step, more] = item.split('/');
  if (more !== undefined) throw wrong(name, `has "${item}" with two steps`);
  const { from, to } = ranges[name];
  const [first, last] = base === '*' ? [from, name === 'weekday' ? 6 : to] : readRange(name, base);
  if (step === undefined) return list(first, last, 1);
  if (base !== '*' && !base.includes('-'))
    throw wrong(name, `has "${item}": a step stands behind * or behind a range like ${from}-${to}`);
  return list(first, last, readStep(name, item, step));
}

/** Like `FRI#2` and `FRIL`. */
function isNthWeekday(item: string): boolean {
  const [, day] = /^(.+?)(?:#[1-5]|L)$/.exec(item) ?? [];
  if (day === undefined || day.includes('-')) {
    if (item.includes('#')) throw wrong('weekday', `has "${item}": behind # stands a number from 1 to 5`);
    return false;
  }
  readNumber('weekday', day);
  return true;
}

function readRange(name: FieldName, base: string): [number, number] {
  const [low = '', high, more] = base.split('-');
  if (more !== undefined) throw wrong(name, `has "${base}", which is no range`);
  const first = readNumber(name, low);
  const last = high === undefined ? first : readNumber(name, high);
  if (first > last) throw wrong(name, `has "${base}": the first one is after the second`);
  return [first, last];
}

function readNumber(name: FieldName, text: string): number {
  const { from, to, names } = ranges[name];
  const named = names?.indexOf(text) ?? -1;
  if (named >= 0) return from + named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  if (value >= from && value <= to) return value;
  throw wrong(
    name,
    `has "${text}": it goes from ${from} to ${to}${names === undefined ? '' : `, or ${names[0]} and so on`}`,
  );
}

function readStep(name: FieldName, item: string, text: string): number {
  const { from, to } = ranges[name];
  const step = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (step >= 1 && step <= to - from + 1) return step;
  throw wrong(name, `has "${item}": a step goes from 1 to ${to - from + 1}`);
}

const list = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, n) => first + n * step);

const wrong = (name: FieldName, what: string): Error => refuse(`The field of the ${name} ${what}.`, name);

export const refuse = (detail: string, part?: FieldName): Error =>
  fail('CRON_INVALID', detail, {
    field: 'cron',
    nextStep: 'Write minute, hour, day, month and weekday, like 30 2 * * * for every night at 02:30.',
    ...(part === undefined ? {} : { more: { part } }),
  });
