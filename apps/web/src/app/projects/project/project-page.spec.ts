import type { HttpTestingController, TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { settled } from '../../../testing/settled';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import type { Role } from '../../api/models/role';
import { Confirm } from '../../feedback/confirm';
import type { Question } from '../../feedback/confirm-dialog';
import { aDashboard, aProject, aReason } from '../../dashboard/testing/dashboards';
import { projectRoutes } from '../projects.routes';
import { aStoredProject } from '../testing/projects';
import { signedIn } from '../testing/signed-in';
import { copiesMatrix } from './overview/copies-matrix';

const check = (id: string, status: string, more: object = {}): object => ({
  id,
  title: id,
  status,
  text: `About ${id}.`,
  code: null,
  fix: null,
  ms: 1,
  ...more,
});

describe('the page of a project', () => {
  let harness: RouterTestingHarness;
  let page: HTMLElement;
  let http: HttpTestingController;
  let questions: Question[];
  let isConfirmed: boolean;

  async function open(url: string, role: Role = 'owner'): Promise<void> {
    questions = [];
    isConfirmed = true;
    const ask = (question: Question): Promise<boolean> => {
      questions.push(question);
      return Promise.resolve(isConfirmed);
    };
    const routes = [
      { path: 'projects', children: projectRoutes },
      { path: '**', children: [] },
    ];
    http = signedIn(role, routes, [{ provide: Confirm, useValue: { ask } }]);
    harness = await RouterTestingHarness.create(url);
    page = harness.fixture.nativeElement as HTMLElement;
    await settled(harness.fixture);
  }
  const asked = (url: string): TestRequest => http.expectOne((request) => request.url === url);
  async function answer(url: string, body: object, status = 200): Promise<void> {
    asked(url).flush(body, status === 200 ? {} : { status, statusText: 'x' });
    await settled(harness.fixture);
  }
  async function press(name: string): Promise<void> {
    [...page.querySelectorAll('button')].find((one) => (one.textContent ?? '').trim() === name)!.click();
    await settled(harness.fixture);
  }
  const texts = (): string => page.textContent ?? '';

  it('P-WEB-242 says how the project is and why, and where its last backups lie', async () => {
    await open('/projects/shop');
    await answer('/api/projects/shop', aStoredProject('shop'));
    await answer('/api/dashboard', aDashboard([aProject('shop', { state: 'at_risk', reasons: [aReason('GAPS')] })]));
    await answer('/api/backups', { items: [], next: null });
    expect(page.querySelector('h1')?.textContent).toBe('shop');
    expect(texts()).toContain('At risk');
    expect(texts()).toContain('About GAPS.');
    expect(texts()).toContain('There is no backup yet');
    expect(TestBed.inject(Title).getTitle()).toBe('At risk · shop · Stowbase');
  });

  it('says when there is no such project, and where its backups are', async () => {
    await open('/projects/gone');
    await answer('/api/projects/gone', { code: 'PROJECT_NOT_FOUND', status: 404, detail: 'None.' }, 404);
    expect(page.querySelector('h1')?.textContent).toBe('This project is not here');
    expect(page.querySelector('a[href="/backups?project=gone"]')).not.toBeNull();
  });

  it('P-WEB-243 tells part by part what the newest backup holds, and what no database holds', async () => {
    await open('/projects/shop/coverage');
    await answer('/api/projects/shop', aStoredProject('shop'));
    const request = asked('/api/backups');
    expect(request.request.params.get('status')).toBe('succeeded');
    request.flush({ items: [{ id: 'b1', createdAt: '2026-11-24T02:30:00Z', snapshotTime: null }], next: null });
    await settled(harness.fixture);
    const part = (name: string, status: string, more: object = {}): object => ({
      name,
      status,
      count: 3,
      gap: false,
      reason: null,
      whatToDo: null,
      ...more,
    });
    await answer('/api/backups/b1/coverage', {
      components: [
        part('cron', 'not_permitted', {
          gap: true,
          count: 0,
          reason: 'No right to read cron.job.',
          whatToDo: 'Grant it.',
        }),
        part('data', 'failed', { gap: true, reason: 'No rows of public.a.' }),
        part('roles', 'saved'),
      ],
    });
    const rows = [...page.querySelectorAll('tbody tr')].map((row) => row.textContent?.replaceAll(/\s+/g, ' ').trim());
    expect(rows).toEqual([
      'RolesSaved3',
      'DataPartly saved3Gap. No rows of public.a.',
      'CronNot permitted0Gap. No right to read cron.job. Grant it.',
    ]);
    expect(texts()).toContain('2 gaps.');
    for (const outside of ['Storage files', 'Edge functions', 'Project settings']) expect(texts()).toContain(outside);
  });

  it('P-WEB-244 shows the last check, makes another, and trusts a new certificate only when asked', async () => {
    await open('/projects/shop/doctor');
    const pinned = check('tls', 'fail', { code: 'TLS_PIN_CHANGED' });
    const stored = aStoredProject('shop', { lastCheck: { ok: true, at: '2026-11-24T02:30:00Z', checks: [] } });
    await answer('/api/projects/shop', stored);
    await press('Check again');
    expect(texts()).toContain('Looking at the connection');
    await answer('/api/projects/shop/doctor', {
      ok: false,
      checks: [pinned],
      connection: {},
      server: null,
      notices: [],
    });
    expect(texts()).toContain('1 of 1 failed');
    isConfirmed = false;
    await press('Trust the new certificate');
    http.expectNone('/api/projects/shop');
    isConfirmed = true;
    await press('Trust the new certificate');
    const trust = asked('/api/projects/shop');
    expect(trust.request.body).toEqual({ version: 3, trustNewCertificate: true });
    trust.flush(aStoredProject('shop'));
    expect(questions).toHaveLength(2);
  });

  it('P-WEB-245 a new password is checked before it is saved; one that fails keeps the old', async () => {
    await open('/projects/shop/settings');
    await answer('/api/projects/shop', aStoredProject('shop'));
    expect(texts()).toContain('set, ends with x7Kq');
    await press('Change the password');
    const field = page.querySelector<HTMLInputElement>('#database-password')!;
    field.value = 'n3w-password';
    field.dispatchEvent(new Event('input'));
    await press('Check and save');
    const wrong = asked('/api/projects/shop');
    expect(wrong.request.body).toEqual({ version: 3, connection: { password: 'n3w-password' } });
    const checks = [check('login', 'fail', { code: 'AUTH_FAILED' })];
    wrong.flush({ code: 'CHECKS_FAILED', status: 422, detail: 'Refused.', checks }, { status: 422, statusText: 'x' });
    await settled(harness.fixture);
    expect(texts()).toContain('Not saved: the connection doesn’t work with it.');
    expect(texts()).toContain('AUTH_FAILED');
    await press('Check and save');
    await answer('/api/projects/shop', aStoredProject('shop', { version: 4 }));
    expect(page.querySelector('#database-password')).toBeNull();
    expect(page.outerHTML).not.toContain('n3w-password');
  });

  it('P-WEB-245 another connection string goes through the doctor first', async () => {
    await open('/projects/shop/settings');
    await answer('/api/projects/shop', aStoredProject('shop'));
    await press('Paste another connection string');
    const field = page.querySelectorAll('textarea')[1]!;
    field.value = 'postgresql://postgres:an0ther-pass@db.example.com/shop';
    field.dispatchEvent(new Event('input'));
    await answer('/api/projects/doctor', { ok: true, checks: [check('form', 'pass')], notices: [] });
    const save = [...page.querySelectorAll('sb-project-connection button')].find(
      (one) => one.textContent?.trim() === 'Save',
    );
    (save as HTMLButtonElement).click();
    const request = asked('/api/projects/shop');
    expect(request.request.body).toEqual({
      version: 3,
      connection: { url: 'postgresql://postgres:an0ther-pass@db.example.com/shop' },
    });
    request.flush(aStoredProject('shop', { version: 4 }));
    await settled(harness.fixture);
    expect(texts()).toContain('Change the password');
  });

  it.each([
    [[], undefined],
    [[{ id: 'b1' }], 'shop'],
  ])('P-WEB-246 deleting a project with the backups %j asks to type %s', async (items, typed) => {
    await open('/projects/shop/settings');
    await answer('/api/projects/shop', aStoredProject('shop'));
    await press('Delete…');
    await answer('/api/backups', { items, next: null });
    expect(questions[0]?.typed).toBe(typed);
    expect(questions[0]?.action).toBe('Delete shop');
    const request = asked('/api/projects/shop');
    expect(request.request.method).toBe('DELETE');
    request.flush(null, { status: 204, statusText: 'No Content' });
    await settled(harness.fixture);
    expect(TestBed.inject(Router).url).toBe('/projects');
  });

  it('has nothing to change for who may not', async () => {
    await open('/projects/shop/settings', 'operator');
    await answer('/api/projects/shop', aStoredProject('shop'));
    expect(texts()).toContain('Only owners can change a project.');
    expect(page.querySelector('form')).toBeNull();
  });
});

describe('P-WEB-242 the copies of the last backups', () => {
  it('stand below their destinations, by the newest names; none is shown where none was asked for', () => {
    const copy = (destinationId: string | null, destinationName: string, status: string): object => ({
      destinationId,
      destinationName,
      status,
    });
    const backup = (id: string, copies: object[]): BackupSummaryDto =>
      ({
        id,
        createdAt: '2026-11-24T02:30:00Z',
        snapshotTime: null,
        startedAt: '2026-11-24T02:30:00Z',
        finishedAt: '2026-11-24T02:34:10Z',
        storedBytes: 1024,
        shownStatus: 'complete',
        copies,
      }) as unknown as BackupSummaryDto;
    const { destinations, rows } = copiesMatrix([
      backup('b2', [copy('d1', 'New name', 'stored'), copy(null, 'Browser', 'delivered')]),
      backup('b1', [copy('d1', 'Old name', 'missing')]),
    ]);
    expect(destinations.map(({ name }) => name)).toEqual(['Browser', 'New name']);
    expect(rows.map(({ copies }) => copies.map((word) => word?.word ?? null))).toEqual([
      ['Delivered', 'Stored'],
      [null, 'Missing'],
    ]);
    expect(rows[0]).toMatchObject({ size: '1.0 KiB', took: '4 min 10 s' });
  });
});
