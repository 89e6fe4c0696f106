import { aBackup, aCopy, aProgress } from '../../testing/backups';
import { checkSteps } from '../checks/check-steps';
import { runFacts } from './run-facts';

const facts = (...given: Parameters<typeof runFacts>): string[] =>
  runFacts(...given).map(({ term, value }) => `${term} ${value.replace(/\d\d:\d\d:\d\d/, 'hh:mm:ss')}`);

describe('P-WEB-169 what stands below the heading of a run', () => {
  const running = aBackup({ status: 'running', shownStatus: 'running' });

  it('of a live one: since when, by whom, how long, how much; what remains only after ten seconds', () => {
    expect(facts(running, aProgress(), 250)).toEqual([
      'Started hh:mm:ss by Olga Owner',
      'Elapsed 4 min 10 s',
      'Remaining ≈ 7.0 s',
      'Read 100.0 MiB',
      'Archive 10.0 MiB',
    ]);
    expect(facts(running, aProgress(), 250, false).join()).not.toContain('Remaining');
    expect(facts(running, aProgress(), 9).join()).not.toContain('Remaining');
    expect(facts(aBackup({ shownStatus: 'queued', trigger: 'schedule' }), null, null)).toEqual([
      'Asked for hh:mm:ss by its schedule',
    ]);
  });

  it('of a missed one: when it was to run', () => {
    const missed = { status: 'missed', shownStatus: 'missed', trigger: 'schedule', startedAt: null } as const;
    const nothing = { finishedAt: null, snapshotTime: null, rawBytes: null, storedBytes: null };
    expect(facts(aBackup({ ...missed, ...nothing }), null, null)).toEqual(['Planned for hh:mm:ss by its schedule']);
  });

  it('of a whole one: the moment it shows, duration, sizes, copies', () =>
    expect(facts(aBackup(), null, null)).toEqual([
      'Snapshot hh:mm:ss by Olga Owner',
      'Duration 4 min 0 s',
      'Read 400.0 MiB',
      'Archive 40.0 MiB',
      'Copies 1 of 1',
    ]));

  it('of one that failed: when it ended, and how often it was tried', () => {
    const failed = aBackup({ shownStatus: 'failed', rawBytes: null, storedBytes: null, attempt: 3 });
    expect(facts(failed, null, null)).toEqual([
      'Started hh:mm:ss by Olga Owner',
      'Ended hh:mm:ss',
      'Duration 4 min 0 s',
      'Attempts 3',
    ]);
  });

  it('has as many steps of the ladder as were proven: the size behind each upload, the rest when it was checked', () => {
    expect(checkSteps(aBackup()).level).toBe(1);
    expect(checkSteps(aBackup()).texts.slice(1)).toEqual(['never', 'never', 'never']);
    expect(checkSteps(aBackup({ copies: [aCopy({ status: 'failed', storedAt: null })] })).level).toBe(0);
    const checked = checkSteps(aBackup({ verifiedLevel: 2, verifiedAt: '2026-11-25T07:30:00.000Z' }));
    expect([checked.level, checked.texts[3]]).toEqual([3, 'never']);
  });
});
