import { jest } from '@jest/globals';
import { DeferBlockBehavior, DeferBlockState, TestBed, type ComponentFixture } from '@angular/core/testing';
import { buttonOf, press, refusal, serve, textOf, type Served } from '../../../testing/serve';
import { settled } from '../../../testing/settled';
import type { ChannelDto } from '../../api/models/channel-dto';
import type { Role } from '../../api/models/role';
import { Confirm } from '../../feedback/confirm';
import type { Question } from '../../feedback/confirm-dialog';
import { NotificationsSection } from './notifications-section';
import { aChannel, failing, kinds, webhookType } from './testing/channels';

describe('P-WEB-500 the channels of notifications', () => {
  let service: Served;
  let fixture: ComponentFixture<NotificationsSection>;
  let page: HTMLElement;
  const asked: Question[] = [];

  async function answer(channels: ChannelDto[]): Promise<void> {
    service.request('GET /api/notifications/channels').flush({ items: channels });
    await settled(fixture);
  }

  async function open(channels: ChannelDto[], role: Role = 'owner'): Promise<void> {
    asked.length = 0;
    const ask = (question: Question): Promise<boolean> => Promise.resolve(asked.push(question) > 0);
    TestBed.configureTestingModule({ deferBlockBehavior: DeferBlockBehavior.Manual });
    service = serve({
      role,
      providers: [{ provide: Confirm, useValue: { ask } }],
    });
    fixture = TestBed.createComponent(NotificationsSection);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/notifications/channels').flush({ items: channels });
    service.request('GET /api/notifications/types').flush({ items: [webhookType] });
    service.request('GET /api/notifications/events').flush({ items: kinds });
    await settled(fixture);
  }
  const cards = (): string[] => [...page.querySelectorAll('sb-channel-card')].map(textOf);

  it('say of each whether what is sent there arrives, since when not, and why', async () => {
    const lastDelivery = { state: 'delivered', at: '2026-11-24T02:46:00Z', problem: null, failingSince: null } as const;
    await open([aChannel({ lastDelivery }), failing, aChannel({ id: 'c3', name: 'Night', enabled: false })]);
    const [first, second, third] = cards();
    expect(first).toMatch(/Ops webhook Webhook · address ends in x9Qa Delivered 24 Nov \d\d:46/);
    expect(second).toMatch(
      /Slack #ops slack.* Not delivered since 22 Nov \d\d:00 : The receiver does not know this address\. Copy the address again\. 3 messages wait\./,
    );
    expect(third).toContain('Paused Nothing is sent there.');
  });

  it('without any say that nobody is told, and offer to add one', async () => {
    await open([]);
    expect(textOf(page)).toContain('Nobody is told when a backup fails');
    expect(page.querySelector('a[href="/settings/notifications/new"]')).not.toBeNull();
  });

  it('are tried by a test message, whose result is said in words', async () => {
    await open([aChannel()]);
    await press(fixture, 'Send test');
    expect(buttonOf(page, 'Sending…')).toBeDefined();
    const at = '2026-11-24T09:00:05Z';
    const problem = failing.lastDelivery!.problem;
    service
      .request('POST /api/notifications/channels/c1/test')
      .flush({ state: 'not_delivered', at, ms: 310, problem, notices: [] });
    await settled(fixture);
    await answer([aChannel()]);
    expect(textOf(page.querySelector('sb-channel-card [role=status]'))).toMatch(
      /^Test: Not delivered at \d\d:00:05: The receiver does not know this address\. Copy the address again\.$/,
    );
    await press(fixture, 'Send test');
    service
      .request('POST /api/notifications/channels/c1/test')
      .flush({ state: 'delivered', at, ms: 310, problem: null, notices: [] });
    await settled(fixture);
    expect(textOf(page.querySelector('sb-channel-card [role=status]'))).toMatch(/Delivered at \d\d:00:05 in 0\.3 s\./);
  });

  it('are paused with the version that was seen; one that somebody else changed says so and is shown anew', async () => {
    await open([aChannel({ version: 4 })]);
    page.querySelector<HTMLElement>('mat-slide-toggle button')!.click();
    await settled(fixture);
    const request = service.request('PATCH /api/notifications/channels/c1');
    expect(request.request.body).toEqual({ version: 4, enabled: false });
    request.flush(...refusal(409, 'STALE_VERSION'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('STALE_VERSION happened.');
    await answer([aChannel({ version: 5, name: 'Renamed' })]);
    expect(cards()[0]).toContain('Renamed');
  });

  it('are deleted after a question that says what is not sent any more', async () => {
    await open([failing]);
    await press(fixture, 'Delete Slack #ops');
    expect(asked[0]).toMatchObject({ title: 'Delete the channel “Slack #ops”?', action: 'Delete channel' });
    expect(asked[0]?.text).toContain('3 messages that wait are not sent.');
    service.request('DELETE /api/notifications/channels/c2').flush(null);
    await settled(fixture);
    await answer([]);
    expect(cards()).toEqual([]);
  });

  it('are only looked at by a viewer; an operator may send a test', async () => {
    await open([aChannel()], 'operator');
    expect([...page.querySelectorAll('sb-channel-card button')].map(textOf)).toEqual(['Send test to Ops webhook']);
    TestBed.resetTestingModule();
    await open([aChannel()], 'viewer');
    expect(page.querySelector('sb-channel-card button')).toBeNull();
    expect([...page.querySelectorAll('input')].every(({ disabled }) => disabled)).toBe(true);
  });

  it('are read again when one is changed or something was sent there; they stay when that fails, with the reason', async () => {
    await open([aChannel()]);
    const told = async (): Promise<void> => {
      jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
      service.events.next({ type: 'channel.changed', id: 'c1', data: {} });
      jest.advanceTimersByTime(500);
      jest.useRealTimers();
      await settled(fixture);
    };
    await told();
    await answer([failing]);
    expect(cards()[0]).toContain('Not delivered');
    await told();
    service.request('GET /api/notifications/channels').flush(...refusal(503, 'NOT_READY'));
    await settled(fixture);
    expect(textOf(page)).toContain('NOT_READY happened.');
    expect(cards()).toHaveLength(1);
  });

  it('are followed by their last messages', async () => {
    await open([aChannel()]);
    const [later] = await fixture.getDeferBlocks();
    await later!.render(DeferBlockState.Complete);
    service.request('GET /api/notifications/deliveries').flush({ items: [], next: null });
    service.request('GET /api/notifications/settings').flush({ shrinkPercent: 50, freePercent: 10, graceHours: 6 });
    await settled(fixture);
    expect(textOf(page)).toContain('No message was sent in the last 30 days.');
  });
});
