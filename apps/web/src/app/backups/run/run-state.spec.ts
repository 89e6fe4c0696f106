import { EnvironmentInjector, runInInjectionContext, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { jest } from '@jest/globals';
import type { BackupDto } from '../../api/models/backup-dto';
import { aBackup, aProgress, MiB } from '../testing/backups';
import { WebWorld } from '../testing/web-world';
import { runState, type RunState } from './run-state';

const running = (change: Partial<BackupDto> = {}): BackupDto =>
  aBackup({ status: 'running', shownStatus: 'running', profile: null, ...change });

describe('P-WEB-168 a run on the page', () => {
  let world: WebWorld;
  let run: RunState;
  const settle = async (): Promise<void> => {
    TestBed.tick();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const loaded = async (backup: BackupDto): Promise<void> => {
    await settle();
    world.answer('/backups/b1', backup);
    await settle();
  };
  beforeEach(() => {
    jest.useFakeTimers();
    world = new WebWorld();
    run = runInInjectionContext(TestBed.inject(EnvironmentInjector), () => runState(signal('b1')));
  });
  afterEach(() => jest.useRealTimers());

  it('begins with what was kept of its progress, and goes on with what is told', async () => {
    await loaded(running({ progress: aProgress({ rawBytes: 5 * MiB, seconds: 3 }) }));
    expect(run.progress()?.rawBytes).toBe(5 * MiB);
    jest.advanceTimersByTime(1_000);
    world.tell('backup.progress', 'b1', aProgress({ rawBytes: 9 * MiB, seconds: 4 }));
    world.tell('backup.progress', 'b2', aProgress({ rawBytes: 1, seconds: 4 }));
    expect(run.progress()?.rawBytes).toBe(9 * MiB);
    jest.advanceTimersByTime(2_000);
    TestBed.tick();
    expect(run.elapsed()).toBeCloseTo(6, 0);
    expect(run.progress()?.stages.at(-1)?.seconds).toBeCloseTo(12, 0);
  });

  it('changes its numbers at most twice a second, and never shows an older one last', async () => {
    await loaded(running());
    const seen = new Set<number | undefined>();
    for (let at = 0; at < 2_000; at += 100) {
      world.tell('backup.progress', 'b1', aProgress({ rawBytes: at, seconds: 4 }));
      seen.add(run.progress()?.rawBytes);
      jest.advanceTimersByTime(100);
    }
    expect(seen.size).toBeLessThanOrEqual(5);
    jest.advanceTimersByTime(500);
    expect(run.progress()?.rawBytes).toBe(1_900);
  });

  it('takes a new state over at once, then loads the rest', async () => {
    await loaded(running({ progress: aProgress() }));
    const { profile, options, recipients, progress, ...summary } = aBackup();
    expect([profile, options, recipients, progress]).toBeDefined();
    world.tell('backup.status', 'b1', summary);
    expect([run.backup.value()?.shownStatus, run.progress()]).toEqual(['complete', null]);
    jest.advanceTimersByTime(500);
    await loaded(aBackup());
    expect(run.backup.value()?.profile?.rows).toBe(41_209_876);
  });

  it('does not show how far an attempt came when the next one waits', async () => {
    await loaded(running({ progress: aProgress() }));
    world.tell('backup.status', 'b1', aBackup({ status: 'queued', shownStatus: 'queued' }));
    expect(run.progress()).toBeNull();
    world.tell('backup.status', 'b1', running({ attempt: 2 }));
    expect(run.progress()).toBeNull();
  });
});
