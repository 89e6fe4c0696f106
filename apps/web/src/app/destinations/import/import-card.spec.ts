import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { buttonOf, press, refusal, serve, textOf, type Served } from '../../../testing/serve';
import { settled } from '../../../testing/settled';
import type { ImportJobDto } from '../../api/models/import-job-dto';
import type { Role } from '../../api/models/role';
import { ImportCard } from './import-card';

const job = (change: Partial<ImportJobDto> = {}): ImportJobDto => ({
  id: 'j1',
  destinationId: 'd1',
  destinationName: 'NAS',
  mode: 'preview',
  status: 'succeeded',
  cancelRequested: false,
  seen: 1_240,
  counts: [],
  error: null,
  requestedBy: 'Olga Owner',
  createdAt: '2026-11-24T08:00:00Z',
  startedAt: '2026-11-24T08:00:01Z',
  finishedAt: '2026-11-24T08:00:09Z',
  ...change,
});
const counts: ImportJobDto['counts'] = [
  { kind: 'foreign', count: 7 },
  { kind: 'known', count: 200 },
  { kind: 'new', count: 12 },
  { kind: 'gone', count: 1 },
  { kind: 'incomplete', count: 2 },
];

describe('P-WEB-519 an import from a destination', () => {
  let service: Served;
  let fixture: ComponentFixture<ImportCard>;
  let page: HTMLElement;

  const answer = async (...items: ImportJobDto[]): Promise<void> => {
    service.request('GET /api/storage/destinations/d1/imports').flush({ items });
    await settled(fixture);
  };
  async function open(items: ImportJobDto[], role: Role = 'owner'): Promise<void> {
    service = serve({ role });
    fixture = TestBed.createComponent(ImportCard);
    fixture.componentRef.setInput('id', 'd1');
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    await answer(...items);
  }
  const rows = (): string[] => [...page.querySelectorAll('li > button')].map(textOf);

  it('begins with a look that changes nothing, shows how far it is, and can be stopped', async () => {
    await open([]);
    await press(fixture, 'Look through it');
    const request = service.request('POST /api/storage/destinations/d1/imports');
    expect(request.request.body).toEqual({ mode: 'preview' });
    request.flush(job({ status: 'queued' }));
    await settled(fixture);
    await answer(job({ status: 'running', seen: 500 }));
    expect(textOf(page.querySelector('[role=status]'))).toBe('Being looked through: 500 objects so far');
    expect(buttonOf(page, 'Look')).toBeUndefined();
    await press(fixture, 'Stop');
    service.request('POST /api/storage/destinations/d1/imports/j1/cancel').flush(job());
    await settled(fixture);
    await answer(job({ status: 'running', cancelRequested: true }));
    expect(buttonOf(page, 'Being stopped…')).toBeDefined();
  });

  it('says what was found, what matters first, and adds it by a second button', async () => {
    await open([job({ counts })]);
    expect(rows()).toEqual([
      'Backups that are not in the records 12',
      'Copies that are not there any more 1',
      'Archives without an end 2',
      'In the records already 200',
      'Other files, left alone 7',
    ]);
    await press(fixture, 'Add 12 to the records');
    const request = service.request('POST /api/storage/destinations/d1/imports');
    expect(request.request.body).toEqual({ mode: 'add' });
    request.flush(job({ id: 'j2', mode: 'add', status: 'queued' }));
    await settled(fixture);
    await answer(job({ id: 'j2', mode: 'add', counts: [{ kind: 'new', count: 12 }] }));
    expect(rows()).toEqual(['Backups added 12']);
    expect(buttonOf(page, 'Add')).toBeUndefined();
  });

  it('lists what of a kind was found', async () => {
    await open([job({ counts })]);
    await press(fixture, 'Backups that are not in the records');
    const facts = { encrypted: true, type: 'full', createdAt: '', snapshotAt: '', rawBytes: 1, members: 2, gaps: 0 };
    const item = { id: 'i1', kind: 'new', key: 'shop/a.tar', size: 2_048, projectName: 'shop', backupId: 'b7', facts };
    service
      .request('GET /api/storage/destinations/d1/imports/j1/items')
      .flush({ items: [{ ...item, text: null, attempt: 1, modifiedAt: null, projectId: null }], next: null });
    await settled(fixture);
    expect(textOf(page.querySelector('sb-import-items'))).toBe(
      'shop · 2.0 KiB · encrypted shop/a.tar The first 1 of 12.',
    );
    expect(page.querySelector('sb-import-items a')).toBeNull();
  });

  it('that broke off says why; one that is refused too', async () => {
    const error = { code: 'STORAGE_AUTH_FAILED', text: 'The store refuses.', nextStep: 'Sign in again.' };
    await open([job({ status: 'failed', error })]);
    expect(textOf(page.querySelector('[role=status]'))).toBe(
      'It did not come to its end: The store refuses. Sign in again.',
    );
    await press(fixture, 'Look again');
    service.request('POST /api/storage/destinations/d1/imports').flush(...refusal(409, 'IMPORT_ACTIVE'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('IMPORT_ACTIVE happened. Nothing was changed.');
  });

  it('is only read by who is no owner', async () => {
    await open([job({ counts })], 'operator');
    expect(buttonOf(page, 'Look again') ?? buttonOf(page, 'Add 12')).toBeUndefined();
    expect(rows()).toHaveLength(5);
  });
});
