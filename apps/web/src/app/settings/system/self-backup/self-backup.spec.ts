import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { buttonOf, press, refusal, serve, textOf, type, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import type { SelfBackupDto } from '../../../api/models/self-backup-dto';
import type { SelfBackupStateDto } from '../../../api/models/self-backup-state-dto';
import { SelfBackup } from './self-backup';

const backup = (change: Partial<SelfBackupDto> = {}): SelfBackupDto => ({
  id: 's1',
  reason: 'daily',
  status: 'succeeded',
  requestedBy: null,
  encrypted: true,
  size: 204_800,
  sha256: 'ab'.repeat(32),
  copies: [
    { destinationId: 'd1', destinationName: 'NAS', key: 'own/stowbase-service_1.age', status: 'stored', error: null },
  ],
  error: null,
  createdAt: '2026-11-24T02:10:00Z',
  finishedAt: '2026-11-24T02:10:02Z',
  ...change,
});
const state = (change: Partial<SelfBackupStateDto> = {}): SelfBackupStateDto => ({
  enabled: true,
  destinationIds: null,
  keep: 30,
  allowUnencrypted: false,
  destinations: [{ id: 'd1', name: 'NAS' }],
  recoveryKeys: [{ name: 'office-2026', recipient: 'age1x' }],
  problem: null,
  nextAt: '2026-11-25T02:10:00Z',
  lastSuccess: backup(),
  items: [backup()],
  ...change,
});

describe('P-WEB-518 the backup of Stowbase itself', () => {
  let service: Served;
  let fixture: ComponentFixture<SelfBackup>;
  let page: HTMLElement;

  async function open(change: Partial<SelfBackupStateDto> = {}): Promise<void> {
    service = serve();
    fixture = TestBed.createComponent(SelfBackup);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/system/self-backup').flush(state(change));
    await settled(fixture);
    const places = {
      items: [
        { id: 'd1', name: 'NAS' },
        { id: 'd2', name: 'R2' },
      ],
      next: null,
    };
    service.request('GET /api/storage/destinations').flush(places);
    await settled(fixture);
  }

  it('says when, where to, what opens it, and with which command it is put back', async () => {
    await open();
    expect([...page.querySelectorAll('dd')].map(textOf)).toEqual([
      expect.stringMatching(/^24 Nov \d\d:10$/),
      expect.stringMatching(/^25 Nov \d\d:10$/),
      'NAS',
      'office-2026',
    ]);
    expect(textOf(page.querySelector('code'))).toBe(
      'stowbase admin restore-self stowbase-service_1.age --identity key.txt',
    );
    expect(textOf(page.querySelector('li'))).toMatch(/^Complete 24 Nov \d\d:10 daily · 200\.0 KiB · at NAS$/);
  });

  it('says what is in its way, and what of it is not stored', async () => {
    const problem = { code: 'SELF_BACKUP_NEEDS_KEY', text: 'There is no recovery key.', nextStep: 'Make one.' };
    const error = { code: 'STORAGE_FULL', text: 'R2 is full.', nextStep: 'Free space.' };
    const half = backup({
      copies: [{ destinationId: 'd2', destinationName: 'R2', key: 'k', status: 'failed', error }],
    });
    await open({ problem, nextAt: null, recoveryKeys: [], lastSuccess: null, items: [half] });
    expect(textOf(page.querySelector('.tone-warn'))).toContain('There is no recovery key. Make one.');
    expect(textOf(page)).toContain('none is planned');
    expect(textOf(page)).toContain('no recovery key: it is not encrypted');
    expect(textOf(page.querySelector('li'))).toContain('R2: R2 is full. Free space.');
  });

  it('is made at once by a button, unless one is being made', async () => {
    await open();
    await press(fixture, 'Run now');
    service.request('POST /api/system/self-backup').flush(backup({ status: 'queued' }));
    await settled(fixture);
    service.request('GET /api/system/self-backup').flush(state({ items: [backup({ status: 'running' })] }));
    await settled(fixture);
    expect(buttonOf(page, 'Being made…')?.getAttribute('aria-disabled')).toBe('true');
    TestBed.resetTestingModule();
    await open();
    await press(fixture, 'Run now');
    service.request('POST /api/system/self-backup').flush(...refusal(409, 'SELF_BACKUP_NO_DESTINATION'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('SELF_BACKUP_NO_DESTINATION happened.');
  });

  it('is changed: what is typed alone is sent, and some destinations in place of all', async () => {
    await open();
    await type(fixture, 'config-keep', '7');
    const boxes = (): HTMLInputElement[] => [...page.querySelectorAll<HTMLInputElement>('sb-place-choice input')];
    boxes()[0]!.click();
    await settled(fixture);
    boxes()[2]!.click();
    await settled(fixture);
    await press(fixture, 'Save');
    const request = service.request('PATCH /api/system/self-backup');
    expect(request.request.body).toEqual({ keep: 7, destinationIds: ['d2'] });
    request.flush(state({ keep: 7, destinationIds: ['d2'] }));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=status]'))).toBe('Saved.');
  });
});
