import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { settled } from '../../testing/settled';
import { provideApiConfiguration } from '../api/api-configuration';
import { viewerZone } from '../format/moment';
import { CAN_MAKE_KEYS } from '../recovery-keys/browser-keys';
import { Session } from '../session/session';
import { refusedDelete, vaultType } from '../destinations/testing/example-destination';
import { FirstRunPage } from './first-run-page';

@Component({ template: '' })
class Elsewhere {}

interface Stored {
  projects?: object[];
  destinations?: object[];
  keys?: object[];
  backups?: object[];
}

/** What a request is answered with when it is refused. */
const refused = (code: string, detail: string): [object, { status: number; statusText: string }] => [
  { code, status: 409, detail },
  { status: 409, statusText: 'x' },
];

const user = { id: 'u1', email: 'anke@example.com', name: 'Anke', role: 'owner' };
const project = { id: 'p1', name: 'shop-prod' };
const destination = { id: 'd1', name: 'Local disk', type: 'local_mapped', enabled: true, closing: false };
const usedKey = { id: 'k1', recipient: 'age1abcdefghijkl', status: 'enabled', used: true };
const localType = {
  type: 'local_mapped',
  title: 'Folder on this machine',
  summary: 'A folder.',
  stored: true,
  presets: [],
  fields: [],
};
const browserType = {
  type: 'browser_download',
  title: 'Download',
  summary: 'Streamed.',
  stored: false,
  presets: [],
  fields: [],
};

describe('the first run', () => {
  let fixture: ComponentFixture<FirstRunPage>;
  let page: HTMLElement;
  let http: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
        provideRouter([{ path: '**', component: Elsewhere }]),
        { provide: CAN_MAKE_KEYS, useValue: true },
      ],
    });
    http = TestBed.inject(HttpTestingController);
    HTMLElement.prototype.scrollIntoView = () => undefined;
  });

  const texts = (): string => page.textContent ?? '';
  const opened = (): string | undefined => page.querySelector('sb-step-frame.open h2')?.textContent?.trim();
  const states = (): string[] => [...page.querySelectorAll('sb-step-frame')].map(({ className }) => className);
  const button = (name: string): HTMLButtonElement =>
    [...page.querySelectorAll('button')].find((one) => (one.textContent ?? '').trim() === name)!;
  function answer(url: string, body: object | null): void {
    http.expectOne((request) => request.url === url).flush(body);
  }
  function answerState({ projects = [], destinations = [], keys = [], backups = [] }: Stored): void {
    answer('/api/projects', { items: projects, next: null });
    answer('/api/storage/destinations', { items: destinations, next: null });
    answer('/api/recovery-keys', { items: keys, next: null });
    answer('/api/backups', { items: backups, next: null });
  }
  async function signIn(): Promise<void> {
    const signed = TestBed.inject(Session).signIn(user.email, 'secret');
    answer('/api/accounts/login', { user, xsrfToken: 'x' });
    await signed;
  }
  async function open(stored: Stored | null, to?: string): Promise<void> {
    if (stored !== null) await signIn();
    fixture = TestBed.createComponent(FirstRunPage);
    if (to !== undefined) fixture.componentRef.setInput('to', to);
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await fixture.whenStable();
    if (stored !== null) answerState(stored);
    await settled(fixture);
  }
  function fill(id: string, text: string): void {
    const field = document.getElementById(id) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input'));
  }

  it.each<[string, Stored | null, string, string[]]>([
    ['nobody has an account', null, 'Step 1: Account', ['open', 'waiting', 'waiting', 'waiting']],
    ['there is no project', {}, 'Step 2: Connect', ['done', 'open', 'waiting', 'waiting']],
    ['there is no destination', { projects: [project] }, 'Step 3: Destination', ['done', 'done', 'open', 'waiting']],
    [
      'the only destination is paused',
      { projects: [project], destinations: [{ ...destination, enabled: false }] },
      'Step 3: Destination',
      ['done', 'done', 'open', 'waiting'],
    ],
    [
      'a backup was never made',
      { projects: [project], destinations: [destination] },
      'Step 4: Protect',
      ['done', 'done', 'done', 'open'],
    ],
  ])('P-WEB-205 a page that is loaded where %s opens the section that is due', async (_, stored, section, shown) => {
    await open(stored);
    expect(opened()).toBe(section);
    expect(states()).toEqual(shown);
    expect(page.querySelectorAll('h1')).toHaveLength(1);
  });

  it('P-WEB-205 remembers the browser as the destination in its address', async () => {
    await open({ projects: [project] }, 'browser');
    expect(opened()).toBe('Step 4: Protect');
    expect(texts()).toContain('Download in the browser');
    button('Change').click();
    await settled(fixture);
    expect(opened()).toBe('Step 3: Destination');
  });

  it('says what keeps it from the service, and tries again', async () => {
    await signIn();
    fixture = TestBed.createComponent(FirstRunPage);
    page = fixture.nativeElement as HTMLElement;
    await fixture.whenStable();
    for (const request of http.match(() => true)) if (!request.cancelled) request.error(new ProgressEvent('error'));
    await settled(fixture);
    expect(texts()).toContain('NO_CONNECTION');
    button('Retry').click();
    await settled(fixture);
    answerState({});
    await settled(fixture);
    expect(opened()).toBe('Step 2: Connect');
  });

  it('P-WEB-206 makes the account, signs in by itself and goes on', async () => {
    await open(null);
    button('Create account').click();
    await settled(fixture);
    expect(texts()).toContain('4 fields need you:');
    expect(document.activeElement?.id).toBe('setup-token');
    fill('setup-token', ' token ');
    fill('account-name', 'Anke');
    fill('account-email', user.email);
    fill('account-password', 'nine red kites over the weir');
    button('Create account').click();
    const setup = http.expectOne('/api/accounts/setup');
    expect(setup.request.body).toEqual({
      token: 'token',
      name: 'Anke',
      email: user.email,
      password: 'nine red kites over the weir',
    });
    setup.flush(
      { code: 'SETUP_TOKEN_WRONG', status: 403, detail: 'The setup token is wrong.' },
      { status: 403, statusText: 'x' },
    );
    await settled(fixture);
    expect(texts()).toContain('The setup token is wrong.');
    expect(document.activeElement?.id).toBe('setup-token');
    fill('setup-token', 'right');
    button('Create account').click();
    answer('/api/accounts/setup', user);
    await settled(fixture);
    answer('/api/accounts/login', { user, xsrfToken: 'x' });
    await settled(fixture);
    answerState({});
    await settled(fixture);
    expect(opened()).toBe('Step 2: Connect');
    expect(texts()).toContain('anke@example.com');
    expect(texts()).toContain('Saved on the server');
    expect(page.outerHTML).not.toContain('nine red kites');
  });

  it('P-WEB-207 a checked string becomes a project, and a name that is taken is said at its field', async () => {
    await open({});
    const field = page.querySelector('textarea')!;
    field.value = 'postgresql://postgres:s3cret-word@db.example.com:5432/shop';
    field.dispatchEvent(new Event('input'));
    await settled(fixture);
    expect(button('Continue').getAttribute('aria-disabled')).toBe('true');
    expect(texts()).toContain('Ready when the checks end. Warnings don’t block.');
    const check = { id: 'tls', title: 'Encryption', status: 'warn', text: 'Weak.', code: null, fix: null, ms: 1 };
    answer('/api/projects/doctor', { ok: true, checks: [check], connection: {}, server: null, notices: ['Said.'] });
    await settled(fixture);
    expect(texts()).toContain('Said.');
    button('Continue').click();
    const taken = http.expectOne('/api/projects');
    expect(taken.request.body).toEqual({
      name: 'shop',
      connection: { url: 'postgresql://postgres:s3cret-word@db.example.com:5432/shop' },
    });
    taken.flush(
      { code: 'NAME_TAKEN', status: 409, detail: 'Another project is called shop.', field: 'name' },
      { status: 409, statusText: 'x' },
    );
    await settled(fixture);
    expect(page.querySelector('mat-error')?.textContent).toContain('Another project is called shop.');
    fill('project-name', 'Shop');
    button('Continue').click();
    answer('/api/projects', { ...project, name: 'Shop' });
    await settled(fixture);
    expect(opened()).toBe('Step 3: Destination');
  });

  it('P-WEB-207 checks that fail when it is stored are shown like those before', async () => {
    await open({});
    const field = page.querySelector('textarea')!;
    field.value = 'postgresql://postgres:s3cret-word@db.example.com:5432/shop';
    field.dispatchEvent(new Event('input'));
    answer('/api/projects/doctor', { ok: true, checks: [], connection: {}, server: null, notices: [] });
    await settled(fixture);
    button('Continue').click();
    const checks = [
      { id: 'login', title: 'Login', status: 'fail', text: 'Refused.', code: 'AUTH_FAILED', fix: null, ms: 9 },
    ];
    http
      .expectOne('/api/projects')
      .flush({ code: 'CHECKS_FAILED', status: 422, detail: 'Refused.', checks }, { status: 422, statusText: 'x' });
    await settled(fixture);
    expect(texts()).toContain('1 of 1 failed');
    expect(texts()).toContain('Something above has to be mended first.');
    button('Enter the password again').click();
    await settled(fixture);
    expect(page.querySelector('input[type=password]')).not.toBeNull();
  });

  it('P-WEB-208 the folder of this server is chosen and tested already; the browser needs no settings', async () => {
    await open({ projects: [project] });
    answer('/api/storage/types', { items: [localType, browserType] });
    await settled(fixture);
    answer('/api/storage/destinations/test', {
      valid: true,
      checks: [],
      leftovers: [],
      notices: [],
      lastTested: '2026-11-24T08:31:02Z',
    });
    await settled(fixture);
    expect(texts()).toContain('This keeps a copy on this server only.');
    page.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]!.click();
    await settled(fixture);
    expect(texts()).toContain('Nothing is kept');
    button('Continue').click();
    await settled(fixture);
    expect(opened()).toBe('Step 4: Protect');
    expect(TestBed.inject(Router).url).toContain('to=browser');
  });

  it('P-WEB-307 any other storage has the same form, and nothing is saved before its probe passed', async () => {
    await open({ projects: [project] });
    answer('/api/storage/types', { items: [vaultType, browserType] });
    await settled(fixture);
    expect(texts()).toContain('Where to find this');
    button('Continue').click();
    await settled(fixture);
    expect(document.activeElement?.id).toBe('config-room');
    fill('config-room', 'cellar');
    fill('config-secretKey', 'hush');
    page.querySelector('sb-config-fields')?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    await settled(fixture);
    answer('/api/storage/destinations/test', { valid: false, checks: [refusedDelete], leftovers: [], notices: [] });
    await settled(fixture);
    expect(texts()).toContain('Mend what the probe names first.');
    expect(button('Continue').getAttribute('aria-disabled')).toBe('true');
    button('Continue').click();
    await settled(fixture);
    http.expectNone('/api/storage/destinations');
    expect(opened()).toBe('Step 3: Destination');
  });

  it('P-WEB-209 starts the first backup with the proven key and goes to its page', async () => {
    await open({ projects: [project], destinations: [destination], keys: [usedKey] });
    expect(texts()).toContain('Only its file opens them.');
    expect(texts()).toContain('Kept are 7 daily, 4 weekly and 6 monthly backups.');
    button('Start first backup').click();
    answer('/api/schedules', { items: [], next: null });
    await settled(fixture);
    const schedule = http.expectOne({ method: 'POST', url: '/api/schedules' });
    expect(schedule.request.body).toEqual({
      projectId: 'p1',
      destinationIds: ['d1'],
      name: 'Every night',
      cron: '30 2 * * *',
      timeZone: viewerZone(),
    });
    schedule.flush({ id: 's1' });
    await settled(fixture);
    const request = http.expectOne('/api/backups');
    expect(request.request.body).toEqual({ projectId: 'p1', destinations: ['d1'] });
    request.flush({ id: 'b1' });
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/backups/b1');
  });

  it('P-WEB-410 makes the schedule once, and none where that is chosen', async () => {
    await open({ projects: [project], destinations: [destination], keys: [usedKey] });
    button('Start first backup').click();
    answer('/api/schedules', { items: [{ id: 's1' }], next: null });
    await settled(fixture);
    http.expectOne('/api/backups').flush(...refused('QUEUE_FULL', 'The queue is full.'));
    await settled(fixture);
    page.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]!.click();
    await settled(fixture);
    expect(texts()).toContain('Backups are made only when somebody asks.');
    button('Start first backup').click();
    await settled(fixture);
    http.expectNone((request) => request.url === '/api/schedules');
    http.expectOne('/api/backups').flush({ id: 'b1' });
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/backups/b1');
  });

  it('P-WEB-410 says why there is no schedule, and begins no backup instead', async () => {
    await open({ projects: [project], destinations: [destination], keys: [usedKey] });
    button('Start first backup').click();
    answer('/api/schedules', { items: [], next: null });
    await settled(fixture);
    http.expectOne('/api/schedules').flush(...refused('TIME_ZONE_UNKNOWN', 'There is no such zone.'));
    await settled(fixture);
    expect(texts()).toContain('There is no such zone.');
    http.expectNone('/api/backups');
  });

  it('P-WEB-209 does without encryption only when that is chosen, and says what it means', async () => {
    await open({ projects: [project], destinations: [destination] });
    expect(button('Start first backup').getAttribute('aria-disabled')).toBe('true');
    expect(texts()).toContain('Download the key first.');
    button('Start first backup').click();
    page.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]!.click();
    await settled(fixture);
    expect(texts()).toContain('Whoever can read the destination can read every row of the database.');
    button('Start first backup').click();
    answer('/api/schedules', { items: [{ id: 's1' }], next: null });
    await settled(fixture);
    http.expectOne('/api/backups').flush(...refused('QUEUE_FULL', 'The queue is full.'));
    await settled(fixture);
    expect(texts()).toContain('The queue is full.');
  });
});
