import type { BackupDto } from '../../../api/models/backup-dto';
import type { PipelineView } from '../../../charts/pipeline/pipeline-view';
import { aBackup, aCopy, aProfile, aProgress, MiB } from '../../testing/backups';
import { liveView } from './live-view';
import { recordView } from './record-view';
import { noRates } from './throughput';

const states = ({ stages, destinations }: PipelineView): string =>
  [...stages, ...destinations].map(({ state }) => state).join(' ');
const running = (change: Partial<BackupDto> = {}): BackupDto =>
  aBackup({ status: 'running', shownStatus: 'running', profile: null, ...change });

describe('P-WEB-155 a run that goes on, as a picture', () => {
  const rates = { ...noRates, raw: 14.3 * MiB, archive: 1.6 * MiB, copies: new Map([['local', 1.6 * MiB]]) };

  it('waits as a whole before it begins', () => {
    const view = liveView(running({ copies: [aCopy({ status: 'pending' })] }), null, noRates);
    expect(states(view)).toBe('waiting waiting waiting waiting waiting waiting');
  });

  it.each([
    ['connect', 'running waiting waiting waiting waiting running running'],
    ['data', 'done running running running running running running'],
    ['commit', 'done done done done done running running'],
  ] as const)('in stage %s: %s', (stage, expected) =>
    expect(states(liveView(running(), aProgress({ stage }), rates))).toBe(expected),
  );

  it('says rates, bytes, rows, the ratio, and how long the snapshot is held', () => {
    const { stages, destinations } = liveView(running(), aProgress(), rates);
    expect(stages.map(({ first, second }) => [first, second])).toEqual([
      ['held 10 s', '58 tables'],
      ['14.3 MiB/s', '100.0 MiB read'],
      ['14.3 MiB/s', '412,004 rows'],
      ['14.3 → 1.6', '10.0 : 1, zstd'],
      ['1.6 MiB/s', '10.0 MiB'],
    ]);
    expect(destinations[0]).toMatchObject({ first: '1.6 MiB/s', second: '10.0 MiB taken', flow: 1.6 * MiB });
  });

  it('has encryption off where it is, and the bytes go through it', () => {
    const { stages } = liveView(running({ encrypted: false }), aProgress(), rates);
    expect(stages[4]).toMatchObject({ state: 'off', first: 'not encrypted', flow: 1.6 * MiB });
  });

  it('turns amber what has been stalled for 30 s, and says who is waited for', () => {
    const view = liveView(running(), aProgress(), { ...rates, quiet: new Map([['cloud', 34]]) });
    expect(view.destinations[1]).toMatchObject({ state: 'stalled', second: 'waiting for it, 34 s', flow: null });
    expect(view.caption).toBe('Nextcloud has taken nothing for 34 s.');
    const soon = liveView(running(), aProgress(), { ...rates, quiet: new Map([['cloud', 29]]) });
    expect(soon.destinations[1]?.state).toBe('running');
    expect(liveView(running(), aProgress(), { ...rates, quietDump: 31 }).stages[1]?.state).toBe('stalled');
    const blocked = liveView(running(), aProgress(), { ...rates, quietDump: 31, quiet: new Map([['cloud', 34]]) });
    expect(blocked.stages[1]?.state).toBe('running');
  });

  it('says what sets the pace', () => {
    const view = liveView(running(), aProgress(), { ...rates, slower: 'dump' });
    expect(view.bottleneck).toBe('dump');
    expect(view.caption).toMatch(/^Dump sets the pace: the database sends 14.3 MiB\/s/);
  });
});

describe('P-WEB-156 a run that is over, as a picture', () => {
  const failedIn = (...stages: string[]): BackupDto =>
    aBackup({
      status: 'failed',
      shownStatus: 'failed',
      error: { code: 'DUMP_CONNECTION_LOST', text: '', nextStep: null },
      rawBytes: null,
      storedBytes: null,
      copies: [aCopy({ status: 'failed', size: null })],
      profile: aProfile({
        stages: aProfile().stages.filter(({ stage }) => stages.includes(stage)),
        waitedForDump: null,
        waitedForArchive: null,
      }),
    });

  it('went through everywhere: means, and what set the pace', () => {
    const view = recordView(aBackup());
    expect(states(view)).toBe('done done done done done done');
    expect(view.stages[1]).toMatchObject({ first: '20.0 MiB/s', second: '400.0 MiB read' });
    expect(view.bottleneck).toBe('dump');
    expect(view.caption).toContain('Dump set the pace: 15 s went into waiting for the database');
  });

  it('marks no stage when only the archive as a whole is known to have been slower', () => {
    const view = recordView(aBackup({ profile: aProfile({ waitedForArchive: 16, waitedForDump: 1 }) }));
    expect(view.bottleneck).toBeNull();
    expect(view.caption).toMatch(/^The archive set the pace/);
  });

  it.each([
    ['connecting', ['connect'], 'failed stopped stopped stopped stopped stopped'],
    ['the snapshot', ['connect', 'snapshot'], 'failed stopped stopped stopped stopped stopped'],
    ['reading', ['connect', 'snapshot', 'roles', 'data'], 'done failed stopped stopped stopped stopped'],
    ['publishing', ['connect', 'snapshot', 'data', 'commit'], 'done done done done done failed'],
  ])('that failed at %s', (_, stages, expected) => expect(states(recordView(failedIn(...stages)))).toBe(expected));

  it('that failed because no destination took it', () => {
    const failed = failedIn('connect', 'snapshot', 'data');
    const view = recordView({ ...failed, error: { code: 'STORAGE_FULL', text: '', nextStep: null } });
    expect(states(view)).toBe('done stopped stopped stopped stopped failed');
    expect(view.caption).toContain('the archive was never finished');
  });

  it('says after how long it failed and how far it had come', () =>
    expect(recordView(failedIn('connect', 'snapshot', 'data')).stages[1]).toMatchObject({
      first: 'after 17 s',
      second: '400.0 MiB read',
    }));

  it('that was cancelled has no failure in it', () => {
    const cancelled = {
      ...failedIn('connect', 'snapshot', 'data'),
      status: 'cancelled',
      shownStatus: 'cancelled',
    } as const;
    expect(states(recordView(cancelled))).toBe('done stopped stopped stopped stopped stopped');
  });

  it('that never began shows nothing as begun', () => {
    const view = recordView(aBackup({ status: 'cancelled', shownStatus: 'cancelled', profile: null, copies: [] }));
    expect(states(view)).toBe('stopped stopped stopped stopped stopped');
  });

  it('that is at some destinations only says which lack it', () => {
    const copies = [aCopy(), aCopy({ id: 'copy-2', destinationName: 'Nextcloud', status: 'failed', size: null })];
    const view = recordView(aBackup({ shownStatus: 'partly_stored', copies }));
    expect(states(view)).toBe('done done done done done done failed');
    expect(view.caption).toBe('The archive is whole; 1 of 2 destinations have it.');
  });
});
