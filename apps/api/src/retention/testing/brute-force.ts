import type { CopyFacts, PlanInput } from '../plan/copy-facts';

/**
 * The specification (lifecycle.md, "Retention") said again, copy by copy and as slowly as it reads, for comparison with `plan`. Shares nothing
 * with it but the types.
 */
export class BruteForce {
  private readonly past: readonly CopyFacts[];
  private readonly good: readonly CopyFacts[];

  constructor(private readonly input: PlanInput) {
    this.past = input.copies.filter(({ at }) => !(at > input.now));
    this.good = this.past.filter((copy) => copy.good);
  }

  /** Ids of what is kept, sorted. */
  kept(): string[] {
    const kept = new Set(this.input.copies.filter((copy) => this.isHard(copy) || this.isKept(copy)));
    const { maxBytes } = this.input.rule;
    while (maxBytes !== null && [...kept].reduce((sum, { size }) => sum + size, 0) > maxBytes) {
      const loose = [...kept].filter((copy) => !this.isHard(copy));
      const oldest = loose.find((copy) => loose.every((other) => other === copy || isNewer(other, copy)));
      if (oldest === undefined) break;
      kept.delete(oldest);
    }
    return [...kept].map(({ id }) => id).sort();
  }

  isHard(copy: CopyFacts): boolean {
    const { rule, now } = this.input;
    if (copy.locked || copy.leased || copy.lastOfNewest || copy.unread === true || copy.at > now) return true;
    if (copy.lockedUntil !== null && now < copy.lockedUntil) return true;
    if (!copy.good) return false;
    if (this.newerGood(copy).length < rule.minKeep) return true;
    const checked = this.good.filter(({ level }) => level >= 1);
    if (checked.length === 0) return this.newerGood(copy).length === 0;
    return copy.level >= 1 && !checked.some((other) => isNewer(other, copy));
  }

  private isKept(copy: CopyFacts): boolean {
    const { rule, now } = this.input;
    const age = now - copy.at;
    if (age < 0) return false;
    const newer = this.newerGood(copy);
    if (newer.length < rule.keepLast || age < rule.keepDays * 86_400_000) return true;
    if (!copy.good) return newer.length === 0 || age < 7 * 86_400_000;
    return (
      this.isKeptByPeriod(copy, rule.hourly, hourOf) ||
      this.isKeptByPeriod(copy, rule.daily, dayOf) ||
      this.isKeptByPeriod(copy, rule.weekly, weekOf) ||
      this.isKeptByPeriod(copy, rule.monthly, (at, zone) => dayOf(at, zone).slice(0, 7)) ||
      this.isKeptByPeriod(copy, rule.yearly, (at, zone) => dayOf(at, zone).slice(0, 4))
    );
  }

  /** Newest of its period, and its period is one of the n newest that have a good copy. */
  private isKeptByPeriod(copy: CopyFacts, n: number, name: (at: number, zone: string) => string): boolean {
    if (n === 0) return false;
    const own = name(copy.at, this.input.zone);
    const newer = this.newerGood(copy).map(({ at }) => name(at, this.input.zone));
    return !newer.includes(own) && new Set(newer).size < n;
  }

  private newerGood(copy: CopyFacts): CopyFacts[] {
    return this.good.filter((other) => isNewer(other, copy));
  }
}

const isNewer = (a: CopyFacts, b: CopyFacts): boolean => a.at > b.at || (a.at === b.at && a.id < b.id);

const formats = new Map<string, Intl.DateTimeFormat>();
const names = new Map<string, string>();

/** `2026-11-28 02:30:00 GMT+01:00`, in the zone. */
function local(at: number, zone: string): string {
  const key = `${zone} ${at}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: undefined,
      ...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const),
      timeZoneName: 'longOffset',
    });
  formats.set(zone, format);
  if (names.size > 20_000) names.clear();
  const name = format.format(at);
  names.set(key, name);
  return name;
}

const dayOf = (at: number, zone: string): string => local(at, zone).slice(0, 10);

/** Without the minutes, with the offset. */
const hourOf = (at: number, zone: string): string => local(at, zone).replace(/:\d\d /, ' ');

/** The Monday that it began on. */
function weekOf(at: number, zone: string): string {
  const day = new Date(`${dayOf(at, zone)}T12:00:00Z`);
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
