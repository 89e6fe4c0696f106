import { TestBed } from '@angular/core/testing';
import type { HttpTestingController } from '@angular/common/http/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { Role } from '../../api/models/role';
import { aDashboard, aProject } from '../../dashboard/testing/dashboards';
import { settled } from '../../../testing/settled';
import { aStoredProject } from '../testing/projects';
import { signedIn } from '../testing/signed-in';
import { ProjectsPage } from './projects-page';

const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'];
const stored = names.map((name) => aStoredProject(name));
const dashboard = aDashboard([
  ...names.filter((name) => name !== 'gamma').map((name) => aProject(name)),
  aProject('gamma', { state: 'not_protected', lastGood: null }),
]);

describe('the list of projects', () => {
  let harness: RouterTestingHarness;
  let page: HTMLElement;
  let http: HttpTestingController;

  async function open(role: Role, url = '/projects'): Promise<void> {
    http = signedIn(role, [{ path: 'projects', component: ProjectsPage }]);
    harness = await RouterTestingHarness.create(url);
    page = harness.fixture.nativeElement as HTMLElement;
  }
  async function answer(url: string, body: object, status = 200): Promise<void> {
    http.expectOne((request) => request.url === url).flush(body, status === 200 ? {} : { status, statusText: 'x' });
    await settled(harness.fixture);
  }
  const rows = (): string[] =>
    [...page.querySelectorAll('tbody tr')].map((row) => row.querySelector('a')?.textContent ?? '');
  const texts = (): string => page.textContent ?? '';

  it('P-WEB-240 shows those that need somebody first, in the order the service judges them', async () => {
    await open('owner');
    await answer('/api/projects', { items: stored, next: null });
    await answer('/api/dashboard', dashboard);
    expect(rows()).toEqual(['gamma', 'alpha', 'beta', 'delta', 'epsilon', 'zeta']);
    expect(page.querySelector('tbody tr')?.textContent).toContain('Not protected');
    expect(page.querySelector('tbody tr')?.textContent).toContain('none yet');
    expect(page.querySelector('th[aria-sort]')?.textContent).toContain('State');
  });

  it('P-WEB-240 says Unknown of what nobody judges, and lives without that', async () => {
    await open('owner');
    await answer('/api/projects', { items: stored.slice(0, 2), next: null });
    expect(texts()).toContain('Unknown');
    await answer('/api/dashboard', { code: 'BUSY', status: 503, detail: 'Not now.' }, 503);
    expect(rows()).toEqual(['alpha', 'beta']);
    expect(texts()).toContain('Not now.');
    expect(texts()).not.toContain('Protected');
  });

  it('sorts and filters by what the address says', async () => {
    await open('owner', '/projects?sort=name&search=a.example');
    await answer('/api/projects', { items: stored, next: null });
    await answer('/api/dashboard', dashboard);
    expect(rows()).toEqual(['alpha', 'beta', 'delta', 'gamma', 'zeta']);
    const find = page.querySelector<HTMLInputElement>('input[type=search]')!;
    find.value = 'nobody';
    find.dispatchEvent(new Event('input'));
    await settled(harness.fixture);
    expect(TestBed.inject(Router).url).toBe('/projects?sort=name&search=nobody');
    expect(texts()).toContain('Clear filters');
  });

  it('asks for every page of them', async () => {
    await open('viewer');
    await answer('/api/projects', { items: stored.slice(0, 3), next: 'more' });
    await answer('/api/projects', { items: stored.slice(3), next: null });
    expect(rows()).toHaveLength(6);
  });

  it('offers nothing to a viewer that a viewer may not do, and the first step to an owner', async () => {
    await open('viewer');
    await answer('/api/projects', { items: [], next: null });
    expect(texts()).toContain('An owner can add one.');
    expect(page.querySelector('a[href="/projects/new"]')).toBeNull();
    TestBed.resetTestingModule();
    await open('owner');
    await answer('/api/projects', { items: [], next: null });
    expect(page.querySelectorAll('a[href="/projects/new"]')).toHaveLength(2);
  });

  it('says what it means that the list could not be loaded', async () => {
    await open('owner');
    await answer('/api/projects', { code: 'BUSY', status: 503, detail: 'Not now.' }, 503);
    expect(texts()).toContain('Backups go on all the same.');
  });
});
