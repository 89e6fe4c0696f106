import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CopyFacts } from './plan/copy-facts';
import { plan } from './plan/plan';
import { defaultRule } from './rule';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/retention.md'), 'utf8');

/** Nights at 02:30 in Berlin, whatever their offset. */
function nights(): CopyFacts[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' });
  const copies: CopyFacts[] = [];
  for (let day = Date.UTC(2026, 5, 1); day <= Date.UTC(2026, 10, 27); day += 24 * 3600_000) {
    const at = [0.5, 1.5].map((hours) => day + hours * 3600_000).find((each) => clock.format(each) === '02');
    copies.push({
      ...{ id: new Date(day).toISOString().slice(0, 10), at: at ?? day, size: 1, good: true, level: 0 },
      ...{ locked: false, leased: false, lockedUntil: null, lastOfNewest: false },
    });
  }
  return copies;
}

describe('docs/retention.md', () => {
  it('P-RET-1 its example is what the rule of a new schedule keeps', () => {
    const copies = nights();
    const now = Date.parse('2026-11-27T08:00:00Z');
    const kept = plan({ copies, rule: defaultRule, zone: 'Europe/Berlin', now }).copies.filter(
      ({ goes }) => goes === null,
    );
    const rows = kept.map(({ copy, reasons }) => `| ${copy.id} | ${reasons.map(({ text }) => text).join('; ')} |`);
    expect(page.trimEnd().split('\n').slice(-rows.length)).toEqual(rows);
    expect(page).toContain(`these ${kept.length} of ${copies.length} are left`);
  });
});
