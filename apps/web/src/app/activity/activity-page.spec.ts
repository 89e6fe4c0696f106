import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import { settled } from '../../testing/settled';
import { buttonOf, press, serve, textOf, type Served } from '../../testing/serve';
import type { AuditEventDto } from '../api/models/audit-event-dto';
import type { Role } from '../api/models/role';
import { ActivityPage } from './activity-page';
import { csvOf } from './export';
import { paramsOf } from './filter';

const anEvent = (given: Partial<AuditEventDto> = {}): AuditEventDto => ({
  id: 7,
  at: '2026-11-24T08:30:02Z',
  actorKind: 'user',
  actorId: 'u1',
  actorName: 'olga@example.org',
  action: 'destination.update',
  objectType: 'destination',
  objectId: 'd1',
  objectName: 'R2 archive',
  address: '203.0.113.8',
  detail: null,
  changes: [],
  ...given,
});

describe('the activity', () => {
  let service: Served;
  let fixture: ComponentFixture<ActivityPage>;
  let page: HTMLElement;

  async function open(
    events: AuditEventDto[],
    next: string | null = null,
    role: Role = 'owner',
    kind?: string,
  ): Promise<void> {
    service = serve({ role });
    fixture = TestBed.createComponent(ActivityPage);
    if (kind !== undefined) fixture.componentRef.setInput('kind', kind);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    if (role !== 'owner') return;
    service.request('GET /api/audit').flush({ items: events, next });
    service.request('GET /api/accounts/users').flush({ items: [{ email: 'anke@example.org' }], next: null });
    await settled(fixture);
  }
  const rows = (): string[] => [...page.querySelectorAll('tbody tr:not(.day)')].map(textOf);
  afterEach(() => service.http.verify());

  it('P-WEB-271 says who did what, with what, from where, and what came of it', async () => {
    await open([
      anEvent(),
      anEvent({
        id: 6,
        action: 'login.failed',
        actorKind: 'anonymous',
        objectName: null,
        detail: { wrong: 'password' },
      }),
      anEvent({ id: 5, actorKind: 'system', actorName: 'Stowbase', address: null, action: 'made.up.later' }),
    ]);
    expect(rows()[0]).toMatch(/olga@example.org Changed a destination R2 archive 203.0.113.8 Done$/);
    expect(rows()[1]).toMatch(/not signed in Tried to sign in wrong password or unknown – 203.0.113.8 Refused$/);
    expect(rows()[2]).toMatch(/Stowbase the service itself made.up.later R2 archive this server Done$/);
    expect(page.querySelector('tbody a')?.getAttribute('href')).toBe('/destinations/d1');
    expect(textOf(page)).toContain('Append-only');
  });

  it('P-WEB-271 shows what was before and after; of a secret only that it was changed', async () => {
    await open([
      anEvent({
        changes: [
          { field: 'config.maxSize', before: '500 GB', after: '1 TB', hidden: false },
          { field: 'config.prefix', before: null, after: 'prod/', hidden: false },
          { field: 'config.room', before: 'cellar', after: null, hidden: false },
          { field: 'config.secretKey', before: null, after: null, hidden: true },
        ],
      }),
    ]);
    const changes = [...page.querySelectorAll('sb-changes p')].map(textOf);
    expect(changes).toEqual([
      'maxSize before: 500 GB after: 1 TB',
      'prefix after: prod/',
      'room before: cellar removed',
      'secretKey changed',
    ]);
    expect([textOf(page.querySelector('del')), textOf(page.querySelector('ins'))]).toEqual([
      'before: 500 GB',
      'after: 1 TB',
    ]);
  });

  it('P-WEB-272 keeps its filters in the address and asks the service by them', async () => {
    const navigated: unknown[] = [];
    await open([anEvent()], null, 'owner', 'changes');
    expect(buttonOf(page, 'Changes')?.getAttribute('aria-pressed')).toBe('true');
    const router = TestBed.inject(Router);
    router.navigate = (_, extras) => Promise.resolve(navigated.push(extras?.queryParams) > 0);
    await press(fixture, 'Deletions');
    await press(fixture, 'Everything');
    const who = page.querySelector('select')!;
    who.value = 'anke@example.org';
    who.dispatchEvent(new Event('change'));
    expect(navigated).toEqual([{ kind: 'deletions' }, { kind: undefined }, { actor: 'anke@example.org' }]);
    expect(paramsOf({ kind: 'nonsense', actor: '', from: '2026-11-17', to: '2026-11-24', object: 'd1' })).toEqual({
      object: 'd1',
      from: new Date(2026, 10, 17).toISOString(),
      to: new Date(2026, 10, 25).toISOString(),
    });
  });

  it('goes back page by page, and stays there whatever happens meanwhile', async () => {
    await open([anEvent()], 'cursor-1');
    await press(fixture, 'Show older');
    const request = service.request('GET /api/audit');
    expect(request.request.params.get('cursor')).toBe('cursor-1');
    request.flush({ items: [anEvent({ id: 3 })], next: null });
    await settled(fixture);
    expect(rows()).toHaveLength(2);
    expect(buttonOf(page, 'Show older')).toBeUndefined();
    service.events.next({ type: 'backup.status', id: 'b1', data: {} });
  });

  it('P-WEB-272 exports every entry that the filters leave, with nothing that a spreadsheet would run', () => {
    const text = csvOf([
      anEvent({ actorName: '=HYPERLINK("x")', objectName: 'a "b", c' }),
      anEvent({ id: 6, changes: [{ field: 'name', before: 'a', after: 'b', hidden: false }] }),
    ]);
    const [head, first, second] = text.split('\r\n');
    expect(head).toBe('id,time,actor_kind,actor,action,object_type,object_id,object,address,changes,detail');
    expect(first).toBe(
      `7,2026-11-24T08:30:02Z,user,"'=HYPERLINK(""x"")",destination.update,destination,d1,"a ""b"", c",203.0.113.8,,`,
    );
    expect(second).toContain('"[{""field"":""name"",');
  });

  it('is for owners: others are told so, and nothing is asked', async () => {
    await open([], null, 'operator');
    expect(textOf(page)).toContain('Only owners see who did what');
    expect(buttonOf(page, 'CSV')).toBeUndefined();
  });
});
