import { TestBed } from '@angular/core/testing';
import { settled } from '../../../../testing/settled';
import type { BackupDto } from '../../../api/models/backup-dto';
import { aBackup, aCopy } from '../../testing/backups';
import { WebWorld } from '../../testing/web-world';
import { historyOf } from './earlier-runs';
import { FailurePanel } from './failure-panel';

const error = { code: 'DUMP_CONNECTION_LOST', text: 'The database closed the connection.', nextStep: 'Try again.' };
const failed = (id: string, change: Partial<BackupDto> = {}): BackupDto =>
  aBackup({ id, status: 'failed', shownStatus: 'failed', error, copies: [aCopy({ status: 'failed' })], ...change });

async function show(backup: BackupDto, runs: BackupDto[], role: 'viewer' | 'owner' = 'owner'): Promise<HTMLElement> {
  const world = new WebWorld(role);
  const fixture = TestBed.createComponent(FailurePanel);
  fixture.componentRef.setInput('backup', backup);
  fixture.detectChanges();
  for (const request of world.http.match(({ url }) => url === '/api/backups')) {
    const whole = request.request.params.get('status') === 'succeeded';
    expect(request.request.params.get('to')).toBe(backup.createdAt);
    request.flush({
      items: whole ? runs.filter(({ status }) => status === 'succeeded').slice(0, 1) : runs,
      next: null,
    });
  }
  await settled(fixture);
  return fixture.nativeElement as HTMLElement;
}
const words = (element: HTMLElement): string => element.textContent.replaceAll(/\s+/g, ' ');

describe('P-WEB-166 the panel of a run that failed', () => {
  it('says what happened, what to do, what it means for the data, whether it is new, and the code', async () => {
    const element = await show(failed('b9'), [failed('b8'), failed('b7'), aBackup({ id: 'b6' })]);
    expect(element.querySelector('h2')?.textContent).toBe('The database closed the connection.');
    expect(words(element)).toContain('Try again.');
    expect(words(element)).toMatch(/Your backup of \d+ Nov \d\d:\d\d is untouched/);
    expect(element.querySelector('a[href="/backups/b6"]')).not.toBeNull();
    expect(words(element)).toContain('Nothing of this run was kept at any destination.');
    expect(words(element)).toContain('The same as the last 2 runs.');
    expect(words(element)).toContain('DUMP_CONNECTION_LOST');
    expect(element.querySelector('button')?.textContent).toContain('Back up shop now');
  });

  it('claims no backup that is not there, and offers nothing to who may not start one', async () => {
    const element = await show(failed('b9'), [], 'viewer');
    expect(words(element)).toContain('This project has no whole backup from before.');
    expect(words(element)).toContain('It is the first run of this project.');
    expect(words(element)).not.toContain('Back up shop now');
  });

  it('leads to where the fault is: the destinations, or the connection of the project', async () => {
    const link = (element: HTMLElement) => [...element.querySelectorAll('a')].at(-1)?.getAttribute('href');
    const full = failed('b9', { error: { ...error, code: 'STORAGE_FULL' } });
    expect(link(await show(full, []))).toBe('/destinations');
    TestBed.resetTestingModule();
    expect(link(await show(failed('b9'), []))).toBe('/projects/p1/doctor');
  });

  it.each([
    [{ same: 0, looked: 0, failed: 0 }, 1, 'It is the first run of this project.'],
    [{ same: 1, looked: 5, failed: 1 }, 1, 'The same as the run before.'],
    [{ same: 0, looked: 5, failed: 0 }, 3, 'The first failure in 6 runs. It was tried 3 times.'],
    [{ same: 0, looked: 5, failed: 2 }, 1, 'The run before ended otherwise; of the last 5, 2 failed.'],
  ])('tells the history %j', (runs, attempts, text) =>
    expect(historyOf({ lastWhole: null, ...runs }, attempts)).toBe(text),
  );
});
