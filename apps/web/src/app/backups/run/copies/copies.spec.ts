import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../../testing/settled';
import { buttonOf, press, refusal, textOf } from '../../../../testing/serve';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { CopyJobDto } from '../../../api/models/copy-job-dto';
import { aBackup, aCopy, MiB } from '../../testing/backups';
import { WebWorld } from '../../testing/web-world';
import { RunView } from '../run-view';
import { CopyElsewhere } from './copy-elsewhere';

const lost = aCopy({
  id: 'copy-2',
  destinationId: 'destination-2',
  destinationName: 'Cloud',
  status: 'failed',
  key: null,
  size: null,
  storedAt: null,
  error: { code: 'STORAGE_STALLED', text: 'Cloud took nothing for 120 s.', nextStep: 'Look whether it is up.' },
});
const partly = aBackup({ shownStatus: 'partly_stored', copies: [aCopy(), lost] });
const aJob = (change: Partial<CopyJobDto> = {}): CopyJobDto => ({
  id: 'job-1',
  backupId: 'b1',
  copyId: 'copy-2',
  destinationId: 'destination-2',
  destinationName: 'Cloud',
  status: 'running',
  cancelRequested: false,
  error: null,
  size: 40 * MiB,
  storedBytes: 10 * MiB,
  bytesPerSecond: 5 * MiB,
  secondsLeft: 6,
  requestedBy: 'Olga Owner',
  createdAt: '2026-11-24T08:00:00.000Z',
  runAfter: '2026-11-24T08:00:00.000Z',
  startedAt: '2026-11-24T08:00:01.000Z',
  finishedAt: null,
  ...change,
});

describe('P-WEB-303 a copy that is missing is made from one that is stored', () => {
  let world: WebWorld;
  let fixture: ComponentFixture<RunView>;
  let page: HTMLElement;

  interface Shown {
    readonly tab?: string;
    readonly role?: 'owner' | 'viewer';
    readonly jobs?: readonly CopyJobDto[];
  }
  async function open(backup: BackupDto, { tab = 'run', role = 'owner', jobs = [] }: Shown = {}): Promise<void> {
    TestBed.resetTestingModule();
    world = new WebWorld(role);
    fixture = TestBed.createComponent(RunView);
    fixture.componentRef.setInput('id', 'b1');
    fixture.componentRef.setInput('tab', tab);
    page = fixture.nativeElement as HTMLElement;
    fixture.detectChanges();
    world.answer('/backups/b1', backup);
    await settled(fixture);
    world.answer('/backups/b1/copies', { items: jobs });
    await settled(fixture);
  }

  it('Partly stored says which one, why, what that means, and has the button that mends it', async () => {
    await open(partly);
    const notice = textOf(page.querySelector('sb-run-notices'));
    for (const part of [
      'whole, but not at every destination. It can be restored from where it is stored.',
      'Cloud : Not stored. Cloud took nothing for 120 s. Look whether it is up.',
      'Copy there again to Cloud',
    ])
      expect(notice).toContain(part);
    await press(fixture, 'Copy there again');
    const request = world.request('/backups/b1/copies', 'POST');
    expect(request.request.body).toEqual({ destinationId: 'destination-2' });
    request.flush(aJob({ status: 'queued', storedBytes: 0, bytesPerSecond: null, secondsLeft: null }));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-run-notices'))).toContain('it is being copied there.');
    expect(buttonOf(page, 'Copy there again')).toBeUndefined();
  });

  it('and shows how far it is, until the backup is told to be whole everywhere', async () => {
    await open(partly, { tab: 'copies', jobs: [aJob()] });
    const bar = page.querySelector('sb-copy-row sb-copy-job [role=progressbar]');
    expect(bar?.getAttribute('aria-label')).toBe('Copying to Cloud');
    world.tell('copy.progress', 'b1', {
      ...{ jobId: 'job-1', copyId: 'copy-2', destinationId: 'destination-2', name: 'Cloud' },
      ...{ size: 40 * MiB, storedBytes: 20 * MiB, bytesPerSecond: 4 * MiB, secondsLeft: 5 },
    });
    await settled(fixture);
    expect(bar?.getAttribute('aria-valuenow')).toBe('50');
    expect(textOf(page.querySelector('sb-copy-row sb-copy-job'))).toContain(
      '20.0 MiB of 40.0 MiB copied, 4.0 MiB/s, 5.0 s left',
    );
    world.tell('backup.status', 'b1', { shownStatus: 'complete', copies: [aCopy(), { ...lost, status: 'stored' }] });
    await settled(fixture);
    world.answer('/backups/b1/copies', { items: [aJob({ status: 'succeeded', finishedAt: '2026-11-24T08:01:00Z' })] });
    await settled(fixture);
    expect(textOf(page.querySelector('sb-run-notices'))).toBe('');
  });

  it('can be stopped, but not while it is published', async () => {
    await open(partly, { tab: 'copies', jobs: [aJob()] });
    await press(fixture, 'Stop copying');
    world.request('/backups/b1/copies/job-1/cancel', 'POST').flush(aJob({ cancelRequested: true }));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-copies'))).toContain('Being stopped…');
    await open(partly, { tab: 'copies', jobs: [aJob({ status: 'committing' })] });
    expect(textOf(page.querySelector('sb-copies'))).toContain('Every byte is there; it is being published.');
    expect(buttonOf(page, 'Stop copying')).toBeUndefined();
  });

  it('what the service refuses stands there, with what it means for the backup', async () => {
    await open(partly);
    await press(fixture, 'Copy there again');
    world.request('/backups/b1/copies', 'POST').flush(...refusal(409, 'DESTINATION_DISABLED'));
    await settled(fixture);
    const problem = textOf(page.querySelector('sb-run-notices sb-problem'));
    expect(problem).toContain('DESTINATION_DISABLED happened.');
    expect(problem).toContain('The copies that are stored are untouched.');
  });

  it('goes to a further destination, too, which is asked for first', async () => {
    await open(aBackup(), { tab: 'copies' });
    TestBed.inject(CopyElsewhere).ask = () => Promise.resolve('destination-3');
    await press(fixture, 'Copy to another destination');
    const request = world.request('/backups/b1/copies', 'POST');
    expect(request.request.body).toEqual({ destinationId: 'destination-3' });
  });

  it('is not offered to who only looks, nor where no copy is stored, nor into the browser', async () => {
    const offered = () => ['Copy there again', 'Copy to another'].filter((name) => buttonOf(page, name) !== undefined);
    await open(partly, { tab: 'copies', role: 'viewer' });
    expect(offered()).toEqual([]);
    await open({ ...partly, copies: [aCopy({ status: 'missing' }), lost] }, { tab: 'copies' });
    expect(offered()).toEqual([]);
    await open({ ...partly, copies: [aCopy(), { ...lost, destinationId: null }] }, { tab: 'copies' });
    expect(offered()).toEqual(['Copy to another']);
  });
});
