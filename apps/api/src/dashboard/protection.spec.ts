import fc from 'fast-check';
import { protectionOf, type Facts, type ReasonCode } from './protection';

const now = new Date('2026-11-28T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const stored = { destinationId: 'd', name: 'Disk', status: 'stored' };
const good = (hours: number, change: Partial<NonNullable<Facts['lastGood']>> = {}): Facts['lastGood'] => ({
  id: 'g',
  at: hoursAgo(hours),
  gaps: [],
  copies: [stored],
  ...change,
});
const nightly = { enabled: true, cron: '30 2 * * *', timeZone: 'UTC', blackout: [], type: 'full' as const };
const weekly = { ...nightly, cron: '30 2 * * 1' };
const office = { ...nightly, cron: '0 9-17 * * 1-5' };
const succeeded = { id: 'g', status: 'succeeded', errorText: null };

const judged = (change: Partial<Facts>): [string, ...ReasonCode[]] => {
  const { state, reasons } = protectionOf({
    now,
    schedules: [nightly],
    lastGood: good(6),
    lastEnded: succeeded,
    ...change,
  });
  return [state, ...reasons.map(({ code }) => code)];
};

describe('P-DASHBOARD-1 a project is', () => {
  it('protected while its last good backup is as young as promised, and everywhere', () => {
    expect(judged({})).toEqual(['protected']);
    expect(judged({ lastGood: good(25) })).toEqual(['protected']);
    expect(judged({ schedules: [weekly], lastGood: good(7 * 24) })).toEqual(['protected']);
    expect(judged({ schedules: [weekly, nightly], lastGood: good(7 * 24) })[0]).toBe('not_protected');
    expect(judged({ schedules: [], lastGood: good(20) })).toEqual(['protected']);
  });

  it('late by what its rule really leaves between two backups, nights and weekends too', () => {
    expect(judged({ schedules: [office], lastGood: good(65) })).toEqual(['protected']);
    expect(judged({ schedules: [office], lastGood: good(67) })).toEqual(['at_risk', 'LATE']);
    const hourly = { ...nightly, cron: '0 * * * *' };
    expect(judged({ schedules: [hourly], lastGood: good(4) })).toEqual(['at_risk', 'LATE']);
    const windowed = { ...nightly, blackout: [{ from: '02:00', to: '08:00', days: [6] }] };
    expect(judged({ schedules: [windowed], lastGood: good(30) })).toEqual(['protected']);
  });

  it('not promised a good backup by a schedule of less than everything', () => {
    const schema = { ...nightly, cron: '0 * * * *', type: 'schema' as const };
    expect(judged({ schedules: [schema, nightly], lastGood: good(20) })).toEqual(['protected']);
    expect(judged({ schedules: [schema], lastGood: good(20) })).toEqual(['protected']);
  });

  it('at risk when the next one is late, the last one failed, has gaps or lacks a copy', () => {
    expect(judged({ lastGood: good(27) })).toEqual(['at_risk', 'LATE']);
    expect(judged({ schedules: [], lastGood: good(27) })).toEqual(['at_risk', 'LATE']);
    expect(judged({ lastEnded: { id: 'e', status: 'missed', errorText: null } })).toEqual([
      'at_risk',
      'LAST_RUN_MISSED',
    ]);
    for (const status of ['failed', 'interrupted'])
      expect(judged({ lastEnded: { id: 'e', status, errorText: null } })).toEqual(['at_risk', 'LAST_RUN_FAILED']);
    expect(judged({ lastGood: good(6, { gaps: [{ component: 'cron' }] }) })).toEqual(['at_risk', 'GAPS']);
    for (const status of ['failed', 'missing', 'damaged', 'deleted', 'pending'])
      expect(judged({ lastGood: good(6, { copies: [stored, { ...stored, status }] }) })).toEqual([
        'at_risk',
        'COPY_MISSING',
      ]);
  });

  it('not protected without a good backup inside the promised window', () => {
    expect(judged({ lastGood: good(73) })).toEqual(['not_protected', 'TOO_OLD']);
    expect(judged({ schedules: [], lastGood: good(7 * 24 + 1) })).toEqual(['not_protected', 'TOO_OLD']);
    const failed = { id: 'e', status: 'failed', errorText: 'The server is away.' };
    expect(judged({ lastGood: null, lastEnded: failed })).toEqual([
      'not_protected',
      'NO_GOOD_BACKUP',
      'LAST_RUN_FAILED',
    ]);
  });

  it('not set up before its first backup, and paused when its schedules are switched off', () => {
    expect(judged({ lastGood: null, lastEnded: null })).toEqual(['not_set_up', 'NO_BACKUP_YET']);
    expect(judged({ schedules: [{ ...nightly, enabled: false }] })).toEqual(['paused', 'SCHEDULES_OFF']);
  });

  it('never greener than the facts: whatever is wrong, it is not called protected, and says why', () => {
    const status = fc.constantFrom('stored', 'failed', 'missing', 'damaged', 'deleted');
    const lastGood = fc.option(
      fc.record({
        id: fc.constant('g'),
        at: fc.integer({ min: 0, max: 1_000 }).map(hoursAgo),
        gaps: fc.array(fc.constant({ component: 'cron' }), { maxLength: 2 }),
        copies: fc.array(
          status.map((one) => ({ ...stored, status: one })),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    );
    const lastEnded = fc.option(
      fc.record({
        id: fc.constant('e'),
        status: fc.constantFrom('succeeded', 'failed', 'missed'),
        errorText: fc.constant(null),
      }),
    );
    const schedule = fc.record({ enabled: fc.boolean(), cron: fc.constantFrom('0 * * * *', '0 1 * * 0') });
    const schedules = fc.array(schedule.map((one) => ({ ...nightly, ...one })));
    fc.assert(
      fc.property(lastGood, lastEnded, schedules, (g, e, s) => {
        const { state, reasons } = protectionOf({ now, lastGood: g, lastEnded: e, schedules: s });
        expect(reasons.length === 0).toBe(state === 'protected');
        if (state !== 'protected') return;
        expect(g?.gaps).toEqual([]);
        expect(g?.copies.every((copy) => copy.status === 'stored')).toBe(true);
        expect(['succeeded', undefined]).toContain(e?.status);
        expect(now.getTime() - g!.at.getTime()).toBeLessThanOrEqual(170 * 3_600_000);
      }),
    );
  });
});
