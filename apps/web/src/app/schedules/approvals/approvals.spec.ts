import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf, type Served } from '../../../testing/serve';
import type { ApprovalSummaryDto } from '../../api/models/approval-summary-dto';
import type { Role } from '../../api/models/role';
import { Confirm } from '../../feedback/confirm';
import { anApproval } from '../testing/schedules';
import { Approvals } from './approvals';

const copies = [
  { copyId: 'c1', backupId: 'b1', at: '2026-11-01T01:30:00Z', size: 2 ** 30 },
  { copyId: 'c2', backupId: 'b2', at: '2026-11-02T01:30:00Z', size: 2 ** 30 },
];

describe('P-WEB-413 copies that wait for a decision', () => {
  let service: Served;
  let fixture: ComponentFixture<Approvals>;
  let page: HTMLElement;
  const asked: { title: string }[] = [];

  async function open(role: Role, ...items: ApprovalSummaryDto[]): Promise<void> {
    asked.length = 0;
    const ask = (question: { title: string }) => (asked.push(question), Promise.resolve(true));
    service = serve({ role, providers: [{ provide: Confirm, useValue: { ask } }] });
    fixture = TestBed.createComponent(Approvals);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    await load(...items);
  }
  async function load(...items: ApprovalSummaryDto[]): Promise<void> {
    const request = service.request('GET /api/retention/approvals');
    expect(request.request.params.get('state')).toBe('waiting');
    request.flush({ items, next: null });
    await settled(fixture);
  }
  async function look(): Promise<void> {
    await press(fixture, 'Show the list');
    service.request('GET /api/retention/approvals/a1').flush({ ...anApproval({ count: 2 }), copies });
    await settled(fixture);
  }

  it('are nothing where none wait', async () => {
    await open('owner');
    expect(textOf(page)).toBe('');
  });

  it.each([
    ['many', 'more than a quarter at once'],
    ['rule', 'The rule is new or was changed'],
    ['clock', 'The clock of this server has jumped'],
  ] as const)('say how many, of what, and why nothing was deleted: %s', async (cause, text) => {
    await open('owner', anApproval({ cause }));
    expect(textOf(page)).toContain('9 copies wait for your decision: shop, Every night at Local disk.');
    expect(textOf(page)).toContain('free 17.9 GiB.');
    expect(textOf(page)).toContain(text);
  });

  it('can’t be approved by who hasn’t seen the list; then exactly that one is', async () => {
    await open('owner', anApproval({ count: 2 }));
    expect(buttonOf(page, 'Delete')).toBeUndefined();
    await look();
    expect(page.querySelectorAll('li')).toHaveLength(2);
    await press(fixture, 'Delete these 2');
    expect(asked[0]?.title).toBe('Delete 2 copies of shop, Every night at Local disk?');
    const request = service.request('POST /api/retention/approvals/a1/approve');
    expect(request.request.body).toEqual({ listId: anApproval().listId });
    request.flush({ ...anApproval(), copies });
    await settled(fixture);
    await load();
    expect(textOf(page)).toBe('');
  });

  it('can be kept, without another question', async () => {
    await open('owner', anApproval({ count: 2 }));
    await look();
    await press(fixture, 'Keep them');
    expect(service.request('POST /api/retention/approvals/a1/refuse').request.body).toEqual({
      listId: anApproval().listId,
    });
    expect(asked).toEqual([]);
  });

  it('that have changed meanwhile are looked at anew', async () => {
    await open('owner', anApproval({ count: 2 }));
    await look();
    await press(fixture, 'Delete these 2');
    service.request('POST /api/retention/approvals/a1/approve').flush(...refusal(409, 'RETENTION_LIST_CHANGED'));
    await settled(fixture);
    await load(anApproval({ count: 3 }));
    expect(textOf(page.querySelector('sb-problem'))).toContain('Nothing was deleted.');
    expect(buttonOf(page, 'Show the list')).toBeDefined();
  });

  it('are decided by owners only', async () => {
    await open('operator', anApproval({ count: 2 }));
    await look();
    expect([...page.querySelectorAll('button')]).toEqual([]);
    expect(textOf(page)).toContain('An owner decides.');
  });
});
