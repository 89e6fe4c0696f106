import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { DeferBlockState, TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { settled } from '../../testing/settled';
import { provideApiConfiguration } from '../api/api-configuration';
import type { DashboardDto } from '../api/models/dashboard-dto';
import { aBackup } from '../backups/testing/backups';
import type { ApiEvent } from '../live/api-event';
import { Attention } from '../live/attention';
import { Clock } from '../live/clock';
import { EventStream } from '../live/event-stream';
import { Session } from '../session/session';
import { Keys } from '../shell/keys';
import { DashboardPage } from './dashboard-page';
import { aDashboard, aDestination, aLastGood, aProject, aReason, GiB, hoursAgo, now } from './testing/dashboards';

const heardAt = signal<Date | null>(now);
const isLost = signal(false);
const isOwner = signal(true);
const events = new Subject<Partial<ApiEvent>>();
let http: HttpTestingController;

async function open(): Promise<ComponentFixture<DashboardPage>> {
  heardAt.set(now);
  isLost.set(false);
  const stream = { events, missed: new Subject(), heardAt, isLost };
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      provideApiConfiguration(''),
      provideRouter([{ path: '**', children: [] }]),
      { provide: EventStream, useValue: stream },
      { provide: Clock, useValue: { minute: signal(now), second: signal(now) } },
      { provide: Session, useValue: { isOwner, mayOperate: () => true, user: () => ({}) } },
    ],
  });
  http = TestBed.inject(HttpTestingController);
  const fixture = TestBed.createComponent(DashboardPage);
  await settled(fixture);
  return fixture;
}
const isDashboard = ({ url }: { url: string }): boolean => url === '/api/dashboard';

/** That dashboard, to an owner who has made a recovery key. */
function answer(dashboard: DashboardDto): void {
  for (const request of http.match(({ url }) => url === '/api/recovery-keys'))
    request.flush({ items: [{ used: true }], next: null });
  http.expectOne(isDashboard).flush(dashboard);
}

/** What comes as soon as the browser has nothing else to do. */
async function showTheRest(fixture: ComponentFixture<DashboardPage>): Promise<void> {
  await settled(fixture);
  for (const block of await fixture.getDeferBlocks()) {
    await block.render(DeferBlockState.Complete);
    for (const inner of await block.getDeferBlocks()) await inner.render(DeferBlockState.Complete);
  }
  await settled(fixture);
}

/** The page with that dashboard, and what else it asks for. */
async function show(dashboard: DashboardDto): Promise<{ fixture: ComponentFixture<DashboardPage>; page: HTMLElement }> {
  const fixture = await open();
  answer(dashboard);
  await showTheRest(fixture);
  for (const request of http.match(({ url }) => url === '/api/backups'))
    request.flush({ items: [aBackup()], next: null });
  for (const request of http.match(({ url }) => url === '/api/audit')) request.flush({ items: [], next: null });
  await settled(fixture);
  return { fixture, page: fixture.nativeElement as HTMLElement };
}
const textOf = (element: Element | null): string => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';

const atRisk = aProject('analytics-eu', {
  state: 'at_risk',
  reasons: [aReason('COPY_MISSING', { destinationId: 'd2' })],
  lastGood: aLastGood({
    shownStatus: 'partly_stored',
    storedBytes: 4.6 * GiB,
    copies: [
      { destinationId: 'd1', name: 'Local disk', type: 'local_mapped', status: 'stored' },
      { destinationId: 'd2', name: 'Nextcloud', type: 'nextcloud', status: 'failed' },
    ],
  }),
});

describe('P-WEB-114 the dashboard', () => {
  beforeEach(() => localStorage.clear());

  it('answers first: the verdict is the heading, then what is to be done, then the evidence', async () => {
    const full = aDestination('Nextcloud', { id: 'd2', state: 'full', availableSpace: 0 });
    const { page } = await show(
      aDashboard([aProject('shop'), atRisk], [aDestination('Local disk', { id: 'd1' }), full]),
    );
    expect(page.querySelectorAll('h1')).toHaveLength(1);
    expect([...page.querySelectorAll('h1, h2')].map(textOf)).toEqual([
      '1 of 2 projects is at risk.',
      'Nextcloud is full: the newest copy of analytics-eu is missing there',
      'Projects',
      'Stored by destination',
      'Backup size',
      'Duration',
      'Latest activity',
    ]);
    expect(textOf(page.querySelector('.lead'))).toBe(
      'analytics-eu has no copy of its last good backup at Nextcloud. Last good backup 6 h ago, next in 18 h.',
    );
    expect(TestBed.inject(Attention).count()).toBe(1);
  });

  it('has a row for each project, bad first, and says in words what its pictures show', async () => {
    const { page } = await show(aDashboard([aProject('shop'), atRisk]));
    const rows = [...page.querySelectorAll('sb-project-table tbody tr')];
    expect(rows.map((row) => textOf(row.querySelector('a')))).toEqual(['analytics-eu', 'shop']);
    expect(textOf(rows[0]!.querySelector('.good'))).toContain('Partly stored');
    expect(textOf(rows[0]!.querySelector('.copies'))).toContain('Local disk: Stored, Nextcloud: Not stored');
    expect(rows[0]!.querySelectorAll('.lacks')).toHaveLength(1);
    expect(rows[1]!.querySelector('sb-ladder svg')?.getAttribute('aria-label')).toBe('Size, 1 of 4 checks');
    expect(rows[1]!.querySelector('[role=grid]')?.getAttribute('aria-label')).toBe('shop, 30 days: 30 complete');
  });

  it('shows what runs with its stage, and goes on by events without asking again', async () => {
    const run = {
      backupId: 'b7',
      projectId: 'crm',
      projectName: 'crm',
      shownStatus: 'running',
      createdAt: hoursAgo(0),
      startedAt: hoursAgo(0),
    } as const;
    const progress = { stage: 'data', percent: 16, rawBytes: 1 } as never;
    const { fixture, page } = await show(aDashboard([aProject('crm', { live: { ...run, progress } })]));
    const next = (): string => textOf(page.querySelector('td.next'));
    expect(next()).toBe('RunningDump · ≈ 16 %');
    events.next({ type: 'backup.progress', id: 'b7', data: { stage: 'commit', percent: null, rawBytes: 5 } });
    await settled(fixture);
    expect(next()).toBe('RunningStore · 5 B');
    expect(http.match(isDashboard)).toHaveLength(0);
  });

  it('is loaded anew when a run ends, and when the minutely verdict says something else', async () => {
    const { fixture } = await show(aDashboard([aProject('shop')]));
    // Events are gathered for half a second.
    const gathered: (() => void)[] = [];
    const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation((run) => gathered.push(run as () => void));
    events.next({ type: 'backup.status', id: 'b1', data: {} });
    timer.mockRestore();
    for (const run of gathered) run();
    http.expectOne(isDashboard).flush(aDashboard([aProject('shop')]));
    await settled(fixture);
    TestBed.inject(Attention).tell(aDashboard([aProject('shop', { state: 'at_risk' })]).verdict);
    await settled(fixture);
    http.expectOne(isDashboard).flush(aDashboard([aProject('shop', { state: 'at_risk' })]));
    await settled(fixture);
    expect(textOf((fixture.nativeElement as HTMLElement).querySelector('h1'))).toBe('shop is at risk.');
    expect(http.match(isDashboard)).toHaveLength(0);
  });

  it('does not ask again and again when it can not be loaded anew', async () => {
    const { fixture } = await show(aDashboard([aProject('shop')]));
    TestBed.inject(Attention).tell(aDashboard([aProject('shop', { state: 'at_risk' })]).verdict);
    await settled(fixture);
    http.expectOne(isDashboard).flush('no', { status: 500, statusText: 'x' });
    await settled(fixture);
    expect(http.match(isDashboard)).toHaveLength(0);
  });

  it('is grey and never green without news, and offers nothing that cannot be done', async () => {
    const { fixture, page } = await show(
      aDashboard([aProject('shop'), aProject('crm', { state: 'not_protected', reasons: [aReason('TOO_OLD')] })]),
    );
    isLost.set(true);
    await settled(fixture);
    expect(textOf(page.querySelector('h1'))).toMatch(/^Unknown since \d\d:\d\d\.$/);
    expect(textOf(page.querySelector('.lead'))).toBe(
      'The connection is lost. What was known then: 1 of 2 projects is not protected.',
    );
    expect(page.querySelector('sb-verdict sb-state-mark')?.className).toContain('tone-idle');
    const words = [...page.querySelectorAll('sb-project-table .name sb-state')].map(textOf);
    expect(words).toEqual(['Unknown', 'Unknown']);
    const cure = page.querySelector('sb-problem-cards button')!;
    expect([cure.getAttribute('aria-disabled'), textOf(cure.parentElement)]).toEqual([
      'true',
      'Back up crmThe connection is lost.',
    ]);
    isLost.set(false);
    heardAt.set(new Date(now.getTime() - 121_000));
    TestBed.inject(Attention).at.set(null);
    await settled(fixture);
    expect(textOf(page.querySelector('.lead'))).toContain('There is no news.');
  });

  it('leads to the first run while there is no project, and who may not connect one is told so', async () => {
    const { page } = await show(aDashboard([], []));
    expect(textOf(page.querySelector('h1'))).toBe('No project is connected yet.');
    expect(page.querySelector('sb-empty a')?.getAttribute('href')).toBe('/first-run');
    expect(page.querySelector('sb-project-table, sb-latest-activity, sb-checklist')).toBeNull();
    TestBed.resetTestingModule();
    isOwner.set(false);
    const { page: other } = await show(aDashboard([], []));
    expect(other.querySelector('sb-empty a')).toBeNull();
    expect(textOf(other.querySelector('sb-empty'))).toContain('An owner of this service can connect one.');
    isOwner.set(true);
  });

  it('says that it can not be loaded, what that means, and tries again', async () => {
    const fixture = await open();
    const page = fixture.nativeElement as HTMLElement;
    const problem = { code: 'UNAVAILABLE', detail: 'The service is busy.', nextStep: 'Try again.', status: 503 };
    http.expectOne(isDashboard).flush(problem, { status: 503, statusText: 'x' });
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem'))).toContain(
      'The service is busy. Your backups are not affected. Try again.',
    );
    page.querySelector<HTMLElement>('sb-problem button')!.click();
    await settled(fixture);
    answer(aDashboard([aProject('shop')]));
    await settled(fixture);
    expect(textOf(page.querySelector('h1'))).toBe('shop is protected.');
  });

  it('keeps what it knows when a part fails: that part alone says so and has a Retry', async () => {
    const fixture = await open();
    const page = fixture.nativeElement as HTMLElement;
    answer(aDashboard([aProject('shop')]));
    await showTheRest(fixture);
    http.match(() => true).forEach((request) => request.flush('no', { status: 500, statusText: 'x' }));
    await settled(fixture);
    expect(page.querySelectorAll('sb-problem')).toHaveLength(1);
    expect(page.querySelector('sb-latest-activity sb-problem button')).not.toBeNull();
    expect(page.querySelectorAll('sb-project-table tbody tr')).toHaveLength(1);
  });

  it('leads from a day of the strip to the backups of that day', async () => {
    const { page } = await show(aDashboard([aProject('shop')]));
    const grid = page.querySelector('[role=grid]')!;
    grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(TestBed.inject(Router).url).toBe('/backups?project=shop&day=2026-11-23');
  });

  it('goes from project to project by j and k', async () => {
    const { page } = await show(aDashboard([aProject('crm'), aProject('shop')]));
    document.body.append(page);
    const keys = TestBed.inject(Keys);
    TestBed.runInInjectionContext(() => keys.listen());
    const at = (key: string): string => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key }));
      return textOf(document.activeElement);
    };
    expect(['j', 'j', 'j', 'k'].map(at)).toEqual(['crm', 'shop', 'shop', 'crm']);
    page.remove();
  });

  it('shows its strips as tables, each when it is opened', async () => {
    const { fixture, page } = await show(aDashboard([aProject('shop'), aProject('crm')]));
    [...page.querySelectorAll('button')].find((button) => textOf(button) === 'Show as table')!.click();
    await settled(fixture);
    const [first] = page.querySelectorAll('details');
    expect([textOf(first!), page.querySelectorAll('details table').length]).toEqual(['crm, 30 days: 30 complete', 0]);
    first!.open = true;
    first!.dispatchEvent(new Event('toggle'));
    await settled(fixture);
    expect(page.querySelectorAll('details tbody tr')).toHaveLength(30);
    expect(textOf(page.querySelector('details tbody tr'))).toBe('24 Novcomplete12.1 GiB');
  });

  it('has rows only where one looks when there are fifty projects', async () => {
    const many = Array.from({ length: 50 }, (_, n) => aProject(`p${String(n).padStart(2, '0')}`));
    const { page } = await show(
      aDashboard([...many, aProject('zebra', { state: 'not_protected', reasons: [aReason('TOO_OLD')] })]),
    );
    const viewport = page.querySelector('cdk-virtual-scroll-viewport')!;
    expect([viewport.getAttribute('role'), viewport.getAttribute('tabindex')]).toEqual(['region', '0']);
    expect(page.querySelector('table.rows')?.getAttribute('aria-rowcount')).toBe('52');
    expect(page.querySelectorAll('sb-project-table tbody tr').length).toBeLessThan(50);
  });
});

describe('P-WEB-115 what the first run has left', () => {
  beforeEach(() => localStorage.clear());

  async function checklist(
    keys: object[],
  ): Promise<{ fixture: ComponentFixture<DashboardPage>; list: () => Element | null }> {
    const fixture = await open();
    http.expectOne(isDashboard).flush(aDashboard([aProject('shop', { lastGood: null, state: 'not_set_up' })]));
    await settled(fixture);
    http.expectOne(({ url }) => url === '/api/recovery-keys').flush({ items: keys, next: null });
    await settled(fixture);
    return { fixture, list: () => (fixture.nativeElement as HTMLElement).querySelector('sb-checklist section') };
  }

  it('is listed for the owner with what is done already, each with its way', async () => {
    const { list } = await checklist([]);
    expect([...list()!.querySelectorAll('li')].map(textOf)).toEqual([
      'Done: Connect a project',
      'Done: Add a destination',
      'Make a recovery key Until then whoever can read a destination can read every row.',
      'Make the first backup',
    ]);
    expect([...list()!.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
      '/settings/recovery-keys',
      '/first-run',
    ]);
  });

  it('comes with the dashboard and never after it: what is being read would be pushed down', async () => {
    const fixture = await open();
    const page = fixture.nativeElement as HTMLElement;
    http.expectOne(isDashboard).flush(aDashboard([aProject('shop')]));
    await settled(fixture);
    expect([textOf(page.querySelector('h1')), page.querySelector('sb-projects-card')]).toEqual(['Dashboard', null]);
    http.expectOne(({ url }) => url === '/api/recovery-keys').flush({ items: [], next: null });
    await settled(fixture);
    expect(textOf(page.querySelector('h1'))).toBe('shop is protected.');
    expect(page.querySelector('sb-checklist section')).not.toBeNull();
  });

  it('keeps the dashboard back for three seconds at most, and not at all where it is put away', async () => {
    const timers = new Map<number | undefined, () => void>();
    const real = globalThis.setTimeout;
    const spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation((run, ms) => {
      timers.set(ms, run as () => void);
      return real(run, ms);
    });
    const fixture = await open();
    spy.mockRestore();
    const heading = (shown: ComponentFixture<DashboardPage>): string =>
      textOf((shown.nativeElement as HTMLElement).querySelector('h1'));
    http.expectOne(isDashboard).flush(aDashboard([aProject('shop')]));
    await settled(fixture);
    expect(heading(fixture)).toBe('Dashboard');
    timers.get(3_000)!();
    await settled(fixture);
    expect(heading(fixture)).toBe('shop is protected.');
    localStorage.setItem('stowbase.checklist', 'hidden');
    TestBed.resetTestingModule();
    const other = await open();
    http.expectOne(isDashboard).flush(aDashboard([aProject('shop')]));
    await settled(other);
    expect(heading(other)).toBe('shop is protected.');
  });

  it('is put away for good by its button', async () => {
    const { fixture, list } = await checklist([]);
    list()!.querySelector('button')!.click();
    await settled(fixture);
    expect(list()).toBeNull();
    TestBed.resetTestingModule();
    expect((await checklist([])).list()).toBeNull();
  });
});
