import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import type { BackupDto } from '../../api/models/backup-dto';
import type { ShownStatus } from '../../api/models/shown-status';
import { settled } from '../../../testing/settled';
import { aBackup, aCopy, aProgress } from '../testing/backups';
import { WebWorld } from '../testing/web-world';
import { RunView } from './run-view';

const statusOf: Readonly<Record<ShownStatus, BackupDto['status']>> = {
  queued: 'queued',
  running: 'running',
  finishing: 'committing',
  complete: 'succeeded',
  complete_with_gaps: 'succeeded',
  partly_stored: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
  missed: 'missed',
};

describe('P-WEB-177 the page of a run', () => {
  let world: WebWorld;
  const show = async (backup: BackupDto, tab = 'run', role: 'viewer' | 'owner' = 'owner') => {
    world = new WebWorld(role);
    const fixture: ComponentFixture<RunView> = TestBed.createComponent(RunView);
    fixture.componentRef.setInput('id', 'b1');
    fixture.componentRef.setInput('tab', tab);
    fixture.detectChanges();
    world.answer('/backups/b1', backup);
    world.answer('/backups/b1/log', { items: [], next: null });
    await settled(fixture);
    world.answer('/backups', { items: [], next: null });
    await settled(fixture);
    const element = fixture.nativeElement as HTMLElement;
    const names = (selector: string): string[] =>
      [...element.querySelectorAll(selector)].map((one) => (one.ariaLabel ?? one.textContent).trim());
    return { fixture, element, names };
  };

  it.each([
    ['queued', 'Queued', false, ['Cancel this run', 'More for this backup']],
    ['running', 'Running', false, ['Cancel this run', 'More for this backup']],
    ['finishing', 'Running, finishing', false, ['Cancel this run', 'More for this backup']],
    ['complete', 'Complete', true, ['Download', 'Check', 'More for this backup']],
    ['complete_with_gaps', 'Complete with gaps', true, ['Download', 'Check', 'More for this backup']],
    ['partly_stored', 'Partly stored', true, ['Download', 'Check', 'More for this backup']],
    ['failed', 'Failed', false, ['More for this backup']],
    ['cancelled', 'Cancelled', false, ['More for this backup']],
    ['interrupted', 'Interrupted', false, ['More for this backup']],
    ['missed', 'Missed', false, ['More for this backup']],
  ] as const)(
    '%s: its word, in the title of the tab too, its parts and what can be done',
    async (shown, word, hasTabs, actions) => {
      const isWhole = statusOf[shown] === 'succeeded';
      const { element, names } = await show(
        aBackup({
          status: statusOf[shown],
          shownStatus: shown,
          progress: shown === 'running' ? aProgress() : null,
          copies: [aCopy(isWhole ? {} : { status: 'failed', key: null, size: null, storedAt: null })],
        }),
      );
      expect(element.querySelector('h1')?.textContent).toMatch(/^shop, \d+ Nov( 2026)? \d\d:\d\d$/);
      expect(element.querySelector('sb-run-head sb-state')?.textContent).toBe(word);
      expect(TestBed.inject(Title).getTitle()).toMatch(new RegExp(`^${word} · shop, .* · Stowbase$`));
      expect(names('[mat-tab-link]')).toEqual(hasTabs ? ['Run', 'Contents', 'Copies', 'Rescue'] : []);
      expect(names('.actions button')).toEqual(actions);
      expect(element.querySelectorAll('sb-failure')).toHaveLength(
        ['failed', 'interrupted', 'missed'].includes(shown) ? 1 : 0,
      );
    },
  );

  it('can not be changed by who only looks', async () => {
    const { names } = await show(aBackup(), 'run', 'viewer');
    expect(names('.actions button')).toEqual([]);
  });

  it('says why it can not be cancelled any more', async () => {
    const { element } = await show(aBackup({ status: 'committing', shownStatus: 'finishing' }));
    expect(element.querySelector('#why-not-cancelled')?.textContent).toBe('Its archive is complete and being stored.');
    expect(element.querySelector('.actions button')?.getAttribute('aria-disabled')).toBe('true');
  });

  it('says which gaps there are, and where it is not', async () => {
    const gaps = [{ component: 'cron', status: 'not_permitted', reason: 'The role may not read cron.job.' }];
    const copies = [aCopy(), aCopy({ id: 'c2', destinationName: 'Nextcloud', status: 'failed', storedAt: null })];
    const { element } = await show(aBackup({ shownStatus: 'complete_with_gaps', gaps, copies }));
    expect(element.textContent).toContain('1 gap.');
    expect(element.textContent).toContain('Cron: The role may not read cron.job.');
    expect(element.textContent).toContain('Nextcloud: Not stored.');
  });

  it('remains when the backup is deleted, as a record', async () => {
    const copies = [aCopy({ status: 'deleted' })];
    const { element, names } = await show(aBackup({ deletedAt: '2026-11-25T00:00:00.000Z', copies }));
    expect(element.textContent).toContain('No copy is left; this is the record of the run.');
    expect(names('.actions button')).toEqual([]);
  });

  it('says that another attempt follows, and why', async () => {
    const error = { code: 'DB_UNREACHABLE', text: 'The database did not answer.', nextStep: null };
    const runAfter = new Date(Date.now() + 90_000).toISOString();
    const { element } = await show(
      aBackup({ status: 'queued', shownStatus: 'queued', error, runAfter, profile: null }),
    );
    expect(element.textContent).toMatch(/Attempt 1 did not go through.\s*The database did not answer/);
    expect(element.textContent).toMatch(/It is tried again by itself,\s*in 1 min/);
  });

  it('says that there is no such backup, or that it could not be asked for', async () => {
    world = new WebWorld();
    const fixture = TestBed.createComponent(RunView);
    fixture.componentRef.setInput('id', 'b1');
    fixture.detectChanges();
    const gone = { code: 'BACKUP_NOT_FOUND', status: 404, detail: 'There is no backup with this id.' };
    world.request('/backups/b1').flush(gone, { status: 404, statusText: 'Not Found' });
    await settled(fixture);
    expect((fixture.nativeElement as HTMLElement).querySelector('h1')?.textContent).toBe('There is no such backup');
  });
});
