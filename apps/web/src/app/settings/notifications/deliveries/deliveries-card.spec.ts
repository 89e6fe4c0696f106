import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { buttonOf, press, serve, textOf, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import { aChannel, aDelivery, kinds, refused } from '../testing/channels';
import { DeliveriesCard } from './deliveries-card';

describe('P-WEB-503 the last messages', () => {
  let service: Served;
  let fixture: ComponentFixture<DeliveriesCard>;
  let page: HTMLElement;

  beforeEach(async () => {
    service = serve();
    fixture = TestBed.createComponent(DeliveriesCard);
    fixture.componentRef.setInput('channels', [aChannel()]);
    fixture.componentRef.setInput('kinds', kinds);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    const soon = new Date(Date.now() + 3 * 3_600_000).toISOString();
    const waiting = { state: 'waiting', attempts: 2, problem: refused, nextTryAt: soon, settledAt: null } as const;
    const items = [
      aDelivery({ id: 'm2', ...waiting }),
      aDelivery(),
      aDelivery({ id: 'm3', kind: 'service.digest', channelId: 'gone', state: 'not_delivered', problem: refused }),
    ];
    service.request('GET /api/notifications/deliveries').flush({ items, next: null });
    await settled(fixture);
  });
  const rows = (): string[] => [...page.querySelectorAll('tbody tr')].map(textOf);

  it('say when, what, where, what came of it, why, and when it is tried again', () => {
    const [waiting, delivered, lost] = rows();
    expect(waiting).toMatch(
      /^24 Nov \d\d:46 Failed: backup of shop Backup failed Ops webhook Waiting The receiver does not know this address\. Copy the address again\. Tried 2 ×, again in [23] h/,
    );
    expect(delivered).toMatch(/Ops webhook Delivered$/);
    expect(lost).toMatch(/Digest a deleted channel Not delivered/);
  });

  it('are sent again by a button, unless they have arrived', async () => {
    expect(page.querySelectorAll('tbody button')).toHaveLength(2);
    await press(fixture, 'Send again');
    service.request('POST /api/notifications/deliveries/m2/retry').flush(aDelivery({ id: 'm2' }));
    await settled(fixture);
    service.request('GET /api/notifications/deliveries').flush({ items: [aDelivery({ id: 'm2' })], next: null });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=status]'))).toBe('“Failed: backup of shop” is sent again.');
    expect(buttonOf(page, 'Send again')).toBeUndefined();
  });

  it('are read again with the channels', async () => {
    fixture.componentRef.setInput('channels', [aChannel({ version: 2 })]);
    await settled(fixture);
    service.request('GET /api/notifications/deliveries').flush({ items: [], next: null });
    await settled(fixture);
    expect(textOf(page)).toContain('No message was sent in the last 30 days.');
  });
});
