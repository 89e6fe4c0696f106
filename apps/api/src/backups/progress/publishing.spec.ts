import fc from 'fast-check';
import type { Progress } from '@stowbase/dump';
import type { ProgressView } from './progress-view';
import { Publishing } from './publishing';
import { RunProgress } from './run-progress';

const megabyte = 1024 * 1024;

const dumped = (change: Partial<Progress>): Progress => ({
  stage: 'data',
  rawBytes: 0,
  storedBytes: 0,
  tablesDone: 0,
  tablesTotal: 3,
  rowsDone: 0,
  estimatedRawBytes: 100 * megabyte,
  waitedForArchive: 0,
  waitedForDump: 0,
  ...change,
});

function setUp() {
  let time = 1_000;
  const told: { at: number; view: ProgressView }[] = [];
  const kept: { at: number; view: ProgressView }[] = [];
  const progress = new RunProgress(1, () => time);
  const publishing = new Publishing(progress, {
    tell: (view) => void told.push({ at: time, view }),
    keep: (view) => {
      kept.push({ at: time, view });
      return Promise.resolve();
    },
  });
  const wait = (seconds: number): void => {
    time += seconds;
    publishing.tick(time);
  };
  return { progress, publishing, told, kept, wait };
}

describe('the progress of a run', () => {
  it('P-BACKUP-PROGRESS-1 is told at most 4 times a second and kept at most once in 2 s, however fast it moves', async () => {
    const steps = fc.array(fc.record({ wait: fc.double({ min: 0.001, max: 3, noNaN: true }), bytes: fc.nat(1e7) }), {
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { progress, told, kept, wait } = setUp();
        let rawBytes = 0;
        for (const { wait: seconds, bytes } of all) {
          rawBytes += bytes;
          progress.update(dumped({ rawBytes }));
          wait(seconds);
          await Promise.resolve();
        }
        const gaps = (times: { at: number }[]): number[] => times.slice(1).map(({ at }, i) => at - times[i]!.at);
        for (const gap of gaps(told)) expect(gap).toBeGreaterThanOrEqual(0.25);
        for (const gap of gaps(kept)) expect(gap).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it('says nothing again while nothing changes', () => {
    const { progress, told, wait } = setUp();
    progress.update(dumped({ rawBytes: megabyte }));
    for (let i = 0; i < 100; i += 1) wait(1);
    expect(told).toHaveLength(1);
  });

  it('tells the last state at the end, whenever it came', async () => {
    const { progress, publishing, told, wait } = setUp();
    wait(1);
    progress.update(dumped({ rawBytes: 5, rowsDone: 7, tablesDone: 1 }));
    await publishing.end();
    expect(told.at(-1)?.view).toMatchObject({ rawBytes: 5, rows: 7, tablesDone: 1 });
  });

  it('gives percent, rate and time left from the estimate, and never 100 %', () => {
    const { progress, told, wait } = setUp();
    for (let second = 1; second <= 20; second += 1) {
      progress.update(dumped({ rawBytes: second * 2 * megabyte, table: 'public.ledger' }));
      wait(1);
    }
    expect(told.at(-1)?.view).toMatchObject({
      percent: 40,
      bytesPerSecond: 2 * megabyte,
      secondsLeft: 30,
      table: 'public.ledger',
    });
    progress.update(dumped({ rawBytes: 500 * megabyte }));
    wait(1);
    expect(told.at(-1)?.view).toMatchObject({ percent: 99, secondsLeft: null });
  });

  it('says that it does not know where the catalogue has no sizes', () => {
    const { progress, told, wait } = setUp();
    progress.update(dumped({ rawBytes: 10, estimatedRawBytes: null }));
    wait(1);
    expect(told.at(-1)?.view).toMatchObject({ percent: null, secondsLeft: null });
  });

  it('begins anew with a new snapshot', () => {
    const { progress, told, wait } = setUp();
    progress.update(dumped({ rawBytes: 50 * megabyte }));
    wait(1);
    progress.writingTo([], 1);
    progress.update(dumped({ stage: 'connect', rawBytes: 0 }));
    wait(1);
    expect(told.at(-1)?.view).toMatchObject({ restarts: 1, percent: 0, bytesPerSecond: null, stage: 'connect' });
  });

  it('has what the stages took so far, and which side waited for the other', () => {
    const { progress, told, wait } = setUp();
    wait(3);
    progress.update(dumped({ waitedForArchive: 0.25, waitedForDump: 1.5 }));
    wait(2);
    expect(told.at(-1)?.view).toMatchObject({ waitedForArchive: 0.25, waitedForDump: 1.5 });
    expect(told.at(-1)?.view.stages).toEqual([
      { stage: 'connect', seconds: 3 },
      { stage: 'data', seconds: 2 },
    ]);
  });

  it('has what each destination has taken', () => {
    const { progress, told, wait } = setUp();
    let taken = 0;
    progress.writingTo(
      [{ copyId: 'c', name: 'Office', measure: () => ({ status: 'uploading', storedBytes: taken }) }],
      0,
    );
    taken = 4_096;
    wait(1);
    expect(told.at(-1)?.view.copies).toEqual([
      { copyId: 'c', name: 'Office', status: 'uploading', storedBytes: 4_096 },
    ]);
  });
});

describe('the profile of a run', () => {
  it('has the seconds of each stage, summed over new starts, what was waited for, and how far it came', () => {
    let time = 0;
    const progress = new RunProgress(1, () => time);
    time = 2;
    progress.update(dumped({ stage: 'data' }));
    time = 10;
    progress.update(
      dumped({ stage: 'connect', rawBytes: 9, storedBytes: 4, rowsDone: 2, tablesDone: 1, table: 'a.b' }),
    );
    time = 11;
    progress.enter('commit');
    time = 14;
    expect(progress.profile({ stages: [], waitedForArchive: 1.234_5, waitedForDump: 2 })).toEqual({
      stages: [
        { stage: 'connect', seconds: 3 },
        { stage: 'data', seconds: 8 },
        { stage: 'commit', seconds: 3 },
      ],
      restarts: 0,
      rawBytes: 9,
      archiveBytes: 4,
      rows: 2,
      tablesDone: 1,
      tablesTotal: 3,
      table: 'a.b',
      waitedForArchive: 1.23,
      waitedForDump: 2,
    });
    expect(progress.profile()).toMatchObject({ waitedForDump: null });
  });
});
