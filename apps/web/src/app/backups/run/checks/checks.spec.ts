import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { buttonOf, press, refusal, serve, textOf, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { CheckDto } from '../../../api/models/check-dto';
import type { Role } from '../../../api/models/role';
import { aBackup, aCopy, MiB } from '../../testing/backups';
import { ChecksCard } from './checks-card';

const aCheck = (change: Partial<CheckDto> = {}): CheckDto => ({
  id: 'c1',
  copyId: 'copy-1',
  destinationId: 'destination-1',
  destinationName: 'Local disk',
  level: 1,
  status: 'passed',
  requestedBy: null,
  size: 40 * MiB,
  readBytes: 40 * MiB,
  damage: null,
  findings: [],
  findingsCount: 0,
  error: null,
  createdAt: '2026-11-25T03:00:00Z',
  startedAt: '2026-11-25T03:00:01Z',
  finishedAt: '2026-11-25T03:00:30Z',
  ...change,
});

describe('P-WEB-511 the checks of a backup', () => {
  let service: Served;
  let fixture: ComponentFixture<ChecksCard>;
  let page: HTMLElement;

  async function open(items: CheckDto[], change: Partial<BackupDto> = {}, role: Role = 'operator'): Promise<void> {
    service = serve({ role });
    fixture = TestBed.createComponent(ChecksCard);
    fixture.componentRef.setInput('backup', aBackup(change));
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/backups/b1/checks').flush({ items });
    await settled(fixture);
  }
  const rows = (): string[] => [...page.querySelectorAll('li')].map(textOf).filter((text) => /,/.test(text));

  it('stand as a ladder of four, and below it each reading of a copy with what was found', async () => {
    const findings = [1, 2, 3, 4].map((n) => ({
      member: `sql/${n}`,
      table: n === 1 ? 'public.users' : null,
      start: 0,
      end: 9,
      reason: 'its hash is another',
    }));
    const error = { code: 'COPY_DAMAGED', text: 'The file was changed.', nextStep: 'Copy it again.' };
    await open(
      [
        aCheck({ status: 'running', readBytes: 10 * MiB, finishedAt: null, requestedBy: 'Olga Owner' }),
        aCheck({ id: 'c2', status: 'damaged', damage: 'changed', findings, findingsCount: 9, error }),
        aCheck({ id: 'c3', status: 'failed', error: { code: 'X', text: 'The store is away.', nextStep: null } }),
        aCheck({ id: 'c4' }),
      ],
      { verifiedLevel: 1, verifiedAt: '2026-11-25T03:00:30Z' },
    );
    expect(page.querySelectorAll('sb-ladder li.reached')).toHaveLength(2);
    const [running, damaged, unread, passed] = [...page.querySelectorAll(':scope > ul > li')].map(textOf);
    expect(running).toMatch(/^Running Local disk 25 Nov \d\d:00 , Olga Owner 10\.0 MiB of 40\.0 MiB read$/);
    expect(damaged).toMatch(
      /^Damaged Local disk .*The file was changed\. Copy it again\. public\.users: its hash is another sql\/2: .* sql\/3: .* and 6 more places$/,
    );
    expect(unread).toMatch(/^Not checked .*The store is away\.$/);
    expect(passed).toMatch(/^Checksum Local disk .*it was its turn 40\.0 MiB read, every hash is right$/);
    expect(rows().length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    [true, 1, 'Reads 40.0 MiB from its destinations and compares every hash.'],
    [false, 2, 'Reads 40.0 MiB from its destinations, compares every hash and decodes every row.'],
  ])('are asked for by a button that says what is read; encrypted: %s, level %i', async (encrypted, level, cost) => {
    await open([], { encrypted });
    expect(textOf(page.querySelector('#check-cost'))).toBe(cost);
    await press(fixture, 'Check now');
    const request = service.request('POST /api/backups/b1/check');
    expect(request.request.body).toEqual({ level });
    request.flush({ items: [aCheck({ status: 'queued' })] });
    await settled(fixture);
    service.request('GET /api/backups/b1/checks').flush({ items: [aCheck({ status: 'queued', finishedAt: null })] });
    await settled(fixture);
    expect(buttonOf(page, 'Being checked…')?.getAttribute('aria-disabled')).toBe('true');
  });

  it('that are refused say why', async () => {
    await open([]);
    await press(fixture, 'Check now');
    service.request('POST /api/backups/b1/check').flush(...refusal(409, 'NO_COPY_TO_CHECK'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('NO_COPY_TO_CHECK happened.');
    service.request('GET /api/backups/b1/checks').flush({ items: [] });
  });

  it('are not offered where nothing can be read, or to a viewer', async () => {
    await open([], { copies: [aCopy({ status: 'missing' })] });
    expect(buttonOf(page, 'Check now')).toBeUndefined();
    TestBed.resetTestingModule();
    await open([], {}, 'viewer');
    expect(buttonOf(page, 'Check now')).toBeUndefined();
  });
});
