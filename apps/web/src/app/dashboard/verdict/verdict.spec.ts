import { headline } from './headline';
import { leadOf } from './lead';
import { aDashboard, aLastGood, aProject, aReason, hoursAgo, now } from '../testing/dashboards';

const counts = (protected_: number, at_risk: number, not_protected: number, paused = 0, not_set_up = 0) => ({
  protected: protected_,
  at_risk,
  not_protected,
  paused,
  not_set_up,
});

describe('P-WEB-110 the verdict', () => {
  it.each([
    // One project is called by its name.
    [counts(1, 0, 0), 'shop is protected.'],
    [counts(0, 1, 0), 'shop is at risk.'],
    [counts(0, 0, 1), 'shop is not protected.'],
    [counts(0, 0, 0, 1), 'shop is paused.'],
    [counts(0, 0, 0, 0, 1), 'shop is not set up.'],
    // All alike.
    [counts(4, 0, 0), 'All 4 projects are protected.'],
    [counts(0, 4, 0), 'All 4 projects are at risk.'],
    [counts(0, 0, 4), 'None of the 4 projects is protected.'],
    [counts(0, 0, 0, 4), 'All 4 projects are paused.'],
    [counts(0, 0, 0, 0, 4), 'None of the 4 projects is set up.'],
    [counts(2, 0, 0), 'Both projects are protected.'],
    [counts(0, 2, 0), 'Both projects are at risk.'],
    [counts(0, 0, 2), 'Neither project is protected.'],
    [counts(0, 0, 0, 2), 'Both projects are paused.'],
    [counts(0, 0, 0, 0, 2), 'Neither project is set up.'],
    // What needs somebody comes first, and nothing else beside it.
    [counts(3, 1, 0), '1 of 4 projects is at risk.'],
    [counts(2, 2, 0), '2 of 4 projects are at risk.'],
    [counts(3, 0, 1), '1 of 4 projects is not protected.'],
    [counts(2, 0, 2), '2 of 4 projects are not protected.'],
    [counts(0, 1, 1), '1 of 2 projects is not protected, 1 is at risk.'],
    [counts(5, 2, 3), '3 of 10 projects are not protected, 2 are at risk.'],
    [counts(1, 1, 1, 1, 1), '1 of 5 projects is not protected, 1 is at risk.'],
    [counts(0, 2, 0, 1, 0), '2 of 3 projects are at risk.'],
    [counts(0, 0, 2, 0, 1), '2 of 3 projects are not protected.'],
    // Nothing needs somebody: nothing is left out, so that it is never greener than the facts.
    [counts(3, 0, 0, 1), '3 of 4 projects are protected, 1 is paused.'],
    [counts(1, 0, 0, 2, 0), '1 of 3 projects is protected, 2 are paused.'],
    [counts(1, 0, 0, 0, 1), '1 of 2 projects is protected, 1 is not set up.'],
    [counts(2, 0, 0, 1, 3), '2 of 6 projects are protected, 1 is paused, 3 are not set up.'],
    [counts(0, 0, 0, 2, 1), '2 of 3 projects are paused, 1 is not set up.'],
    [counts(0, 0, 0, 1, 2), '1 of 3 projects is paused, 2 are not set up.'],
    [counts(0, 0, 0), 'No project is connected yet.'],
  ])('%j is said as: %s', (given, said) => {
    expect(headline(given, 'shop')).toBe(said);
  });

  it('is never good news while a project is not protected or at risk, whatever the others are', () => {
    for (let n = 0; n < 3 ** 5; n += 1) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0] = Array.from(
        { length: 5 },
        (_, digit) => Math.floor(n / 3 ** digit) % 3,
      );
      const said = headline(counts(a, b, c, d, e), 'shop');
      const good = /^(All|Both|\d+ of|shop) .*\b(is|are) protected\b/.test(said);
      expect([said, good]).toEqual([said, a > 0 && b === 0 && c === 0]);
    }
  });
});

describe('P-WEB-111 the sentence below the verdict', () => {
  const said = (...projects: Parameters<typeof aDashboard>[0]): string => {
    const { name, why, when } = leadOf(aDashboard(projects), now);
    return [name, why, when].filter((part) => part !== null && part !== '').join(' ');
  };
  const bad = (reason: Parameters<typeof aReason>[0], change = {}, lastGood = aLastGood()) =>
    aProject('shop', { state: 'at_risk', reasons: [aReason(reason, change)], lastGood });

  it('says when the last good backup was, and when the next is due', () => {
    expect(said(aProject('shop'))).toBe('Last good backup 6 h ago, next in 18 h.');
    expect(said(aProject('shop', { nextRunAt: null }))).toBe('Last good backup 6 h ago, none is scheduled.');
    expect(said(aProject('shop', { state: 'not_set_up', lastGood: null, nextRunAt: null }))).toBe(
      'There is no good backup yet.',
    );
    expect(said(aProject('shop', { state: 'not_set_up', lastGood: null }))).toBe(
      'There is no good backup yet, the next is due in 18 h.',
    );
  });

  it.each([
    ['TOO_OLD', 'has had no good backup for 3 d.'],
    ['LATE', 'has had no good backup for 3 d.'],
    ['GAPS', 'has gaps in its last good backup.'],
    ['LAST_RUN_FAILED', 'could not be backed up: About LAST_RUN_FAILED.'],
    ['LAST_RUN_MISSED', 'could not be backed up: About LAST_RUN_MISSED.'],
    ['NO_GOOD_BACKUP', 'has no good backup.'],
    ['COPY_MISSING', 'lacks a copy of its last good backup.'],
    ['NO_BACKUP_YET', 'has no backup yet.'],
    ['SCHEDULES_OFF', 'makes no backups: its schedules are off.'],
  ] as const)('names the worst project, and by %s says that it %s', (reason, why) => {
    const shop = bad(reason, {}, aLastGood({ at: hoursAgo(75) }));
    const all = [aProject('crm', { lastGood: aLastGood({ at: hoursAgo(75) }) }), shop];
    expect(said(...all)).toBe(`shop ${why} Last good backup 3 d ago, next in 18 h.`);
  });

  it('names the destination that lacks a copy', () => {
    const copies = [
      { destinationId: 'd1', name: 'Local disk', type: 'local_mapped', status: 'stored' as const },
      { destinationId: 'd2', name: 'Nextcloud', type: 'nextcloud', status: 'failed' as const },
    ];
    expect(said(bad('COPY_MISSING', { destinationId: 'd2' }, aLastGood({ copies })))).toContain(
      'shop has no copy of its last good backup at Nextcloud.',
    );
  });
});
