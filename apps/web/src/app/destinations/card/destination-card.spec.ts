import { TestBed } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf } from '../../../testing/serve';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { Role } from '../../api/models/role';
import { aCheck, aDestination, vaultType } from '../testing/example-destination';
import { DestinationCard } from './destination-card';

async function shown(given: Partial<DestinationDto> = {}, role: Role = 'owner', projects = ['p1', 'p2', 'p1']) {
  const service = serve({ role });
  const fixture = TestBed.createComponent(DestinationCard);
  fixture.componentRef.setInput('destination', aDestination(given));
  fixture.componentRef.setInput('type', vaultType);
  await settled(fixture);
  service.request('GET /api/backups').flush({ items: projects.map((projectId) => ({ projectId })), next: null });
  await settled(fixture);
  return { service, fixture, page: fixture.nativeElement as HTMLElement };
}

describe('P-WEB-257 the card of a destination', () => {
  it('says where it is, its state, its space, its backups, its last probe and who uses it', async () => {
    const { page } = await shown();
    const text = textOf(page);
    for (const part of ['Archive', 'Vault · cellar', 'Ready', '8.0 GiB used', '40.0 GiB of 48.0 GiB free'])
      expect(text).toContain(part);
    expect(text).toMatch(/Backups 4 Last probe .* · passed Used by 2 projects/);
    expect(page.querySelector('sb-usage-bar [role=img]')?.getAttribute('aria-label')).toBe(
      '8.0 GiB used, 40.0 GiB of 48.0 GiB free',
    );
  });

  it('says what its last test found, and of when its space is', async () => {
    const { page } = await shown({ validationStatus: 'invalid', validationError: 'The key has expired.' });
    expect(textOf(page)).toContain('The key has expired.');
    expect(textOf(page)).toMatch(/free, as of 24 Nov/);
  });

  it('invents no limit where the store tells none', async () => {
    const { page } = await shown({ availableSpace: null });
    expect(textOf(page)).toContain('the store doesn’t say how much is free');
    expect(page.querySelector('sb-usage-bar [role=img]')?.className).toContain('open');
  });

  it('of the environment can be looked at and tested, not changed', async () => {
    const { page } = await shown({ origin: 'env', noDelete: true });
    expect(textOf(page)).toContain('From the environment, read-only here');
    expect(textOf(page)).toContain('No-delete mode: its credentials can’t delete');
    expect(textOf(page)).not.toContain('Edit');
    expect(buttonOf(page, 'Test')).toBeDefined();
  });

  it('says that it failed when it was used, although its last test went well', async () => {
    const problem = {
      code: 'STORAGE_FULL',
      text: 'Nothing fits there.',
      nextStep: 'Free space.',
      at: '2026-11-24T03:30:00Z',
    };
    expect(textOf((await shown({ problem })).page)).toContain(
      'Failed when it was used: Nothing fits there. Free space.',
    );
    TestBed.resetTestingModule();
    const failing = await shown({ problem, validationStatus: 'invalid', validationError: problem.text });
    expect(textOf(failing.page)).not.toContain('Failed when it was used');
  });

  it('leads from a full one to the backups that lie there', async () => {
    const { page } = await shown({ availableSpace: 0 });
    expect(page.querySelector('footer a')?.getAttribute('href')).toBe('/backups?destination=d1');
    expect(textOf(page.querySelector('footer a'))).toBe('Free space at Archive');
  });

  it('F56 leads to the new sign-in that it needs', async () => {
    const problem = { code: 'REAUTH_REQUIRED', text: 'Ended.', nextStep: 'Sign in.', at: '2026-11-24T03:30:00Z' };
    const { page } = await shown({ problem });
    const [link] = page.querySelectorAll('footer a');
    expect([textOf(link!), link?.getAttribute('href')]).toEqual(['Sign in again at Archive', '/destinations/d1']);
    TestBed.resetTestingModule();
    expect(textOf((await shown({ problem }, 'viewer')).page)).not.toContain('Sign in again');
  });

  it('offers nobody what the role does not allow', async () => {
    const { page } = await shown({}, 'viewer');
    expect([...page.querySelectorAll('button')]).toEqual([]);
    expect(textOf(page.querySelector('footer'))).toBe('Details of Archive');
  });

  it('tests in place and says aloud what came of it', async () => {
    const { service, fixture, page } = await shown();
    await press(fixture, 'Test');
    expect(buttonOf(page, 'Testing…')?.getAttribute('aria-disabled')).toBe('true');
    service.request('POST /api/storage/destinations/d1/test').flush({ checks: [aCheck('a'), aCheck('b')] });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=status]'))).toBe('Probe of Archive: 2 of 2 passed');
    await press(fixture, 'Test');
    service.request('POST /api/storage/destinations/d1/test').flush(...refusal(404, 'DESTINATION_NOT_FOUND'));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem'))).toContain('DESTINATION_NOT_FOUND happened.');
  });
});
