import { Component, signal, viewChild } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { press, refusal, serve, textOf, type, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { SavedChannelDto } from '../../../api/models/saved-channel-dto';
import { viewerZone } from '../../../format/moment';
import { aChannel, refused, webhookType } from '../testing/channels';
import { ChannelForm } from './channel-form';

@Component({
  selector: 'sb-test-page',
  imports: [ChannelForm],
  template: `<sb-channel-form
    [type]="type"
    [channel]="channel()"
    (saved)="saved.push($event)"
    (loadAgain)="asked = asked + 1"
  />`,
})
class TestPage {
  readonly type = webhookType;
  readonly channel = signal<ChannelDto | null>(null);
  readonly form = viewChild.required(ChannelForm);
  readonly saved: SavedChannelDto[] = [];
  asked = 0;
}

describe('P-WEB-502 the form of a channel', () => {
  let service: Served;
  let fixture: ComponentFixture<TestPage>;
  let page: HTMLElement;

  async function open(channel: ChannelDto | null = null): Promise<void> {
    service = serve();
    fixture = TestBed.createComponent(TestPage);
    fixture.componentInstance.channel.set(channel);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/projects').flush({ items: [{ id: 'p1', name: 'shop' }], next: null });
    if (channel !== null) {
      const made = { id: 'e1', action: 'channel.create', at: '2026-11-03T09:00:00Z', changes: [] };
      service.request('GET /api/audit').flush({ items: [made], next: null });
    }
    await settled(fixture);
  }
  const choose = async (id: string, value: string): Promise<void> => {
    const select = page.querySelector<HTMLSelectElement>(`#${id}`)!;
    select.value = [...select.options].find(({ text }) => text.trim() === value)!.value;
    select.dispatchEvent(new Event('change'));
    await settled(fixture);
  };

  it('is made of what the service says of the type, and creates with what was typed', async () => {
    await open();
    expect(textOf(page)).toContain('Give the signing key to the receiver as well.');
    await type(fixture, 'channel-name', ' Ops ');
    await type(fixture, 'config-url', 'https://hooks.example.com/x');
    await choose('channel-rhythm', 'Weekly');
    await choose('channel-weekday', 'Friday');
    await choose('channel-hour', '07:00');
    await press(fixture, 'Save');
    const request = service.request('POST /api/notifications/channels');
    expect(request.request.body).toEqual({
      type: 'webhook',
      name: 'Ops',
      config: { url: 'https://hooks.example.com/x' },
      projectIds: null,
      digest: { rhythm: 'weekly', hour: 7, weekday: 5 },
      timeZone: viewerZone(),
    });
    expect(fixture.componentInstance.form().hasUnsaved()).toBe(true);
    request.flush({ ...aChannel(), notices: [] });
    await settled(fixture);
    expect(fixture.componentInstance.saved).toHaveLength(1);
    expect(fixture.componentInstance.form().hasUnsaved()).toBe(false);
  });

  it('names each field that is wrong, with the way there, and sends nothing', async () => {
    await open();
    await type(fixture, 'channel-zone', '+02:00');
    await press(fixture, 'Save');
    const links = [...page.querySelectorAll('sb-form-summary a')].map((link) => [
      link.getAttribute('href'),
      textOf(link),
    ]);
    expect(links).toEqual([
      ['#channel-name', 'Name is missing.'],
      ['#config-url', 'Address is missing.'],
      ['#channel-zone', 'Zone must be one of the list, like Europe/Berlin.'],
    ]);
    service.http.verify();
  });

  it('tries what is typed without storing it, says in words what came of it, and when that is old', async () => {
    await open();
    await type(fixture, 'config-url', 'https://hooks.example.com/x');
    await press(fixture, 'Send test');
    const request = service.request('POST /api/notifications/channels/test');
    expect(request.request.body).toEqual({ type: 'webhook', config: { url: 'https://hooks.example.com/x' } });
    const at = '2026-11-24T09:00:05Z';
    request.flush({ state: 'not_delivered', at, ms: 12, problem: refused, notices: [] });
    await settled(fixture);
    const result = (): string => textOf(page.querySelector('.result'));
    expect(result()).toMatch(/^Test: Not delivered at \d\d:00:05: The receiver does not know this address\./);
    await type(fixture, 'config-url', 'https://hooks.example.com/y');
    expect(result()).toContain('The settings have changed since.');
  });

  it('never shows a stored secret: it says since when it is set, and sends only what was replaced', async () => {
    await open(aChannel({ version: 7 }));
    expect(textOf(page.querySelector('.kept'))).toMatch(/Address set on 3 Nov \d\d:\d\d ends in x9Qa Replace/);
    await press(fixture, 'Send test');
    service
      .request('POST /api/notifications/channels/c1/test')
      .flush({ state: 'delivered', at: '2026-11-24T09:00:05Z', ms: 12, problem: null, notices: [] });
    await settled(fixture);
    await press(fixture, 'Replace');
    await type(fixture, 'config-url', 'https://hooks.example.com/new');
    await press(fixture, 'Save');
    expect(service.request('PATCH /api/notifications/channels/c1').request.body).toEqual({
      version: 7,
      config: { url: 'https://hooks.example.com/new' },
    });
  });

  it('chooses projects', async () => {
    await open(aChannel());
    const boxes = (): HTMLInputElement[] => [...page.querySelectorAll<HTMLInputElement>('sb-project-choice input')];
    boxes()[0]!.click();
    await settled(fixture);
    boxes()[1]!.click();
    await settled(fixture);
    await press(fixture, 'Save');
    expect(service.request('PATCH /api/notifications/channels/c1').request.body).toEqual({
      version: 1,
      projectIds: ['p1'],
    });
  });

  it('puts what the service refuses to its field; a channel that was changed meanwhile can be loaded again', async () => {
    await open(aChannel());
    await type(fixture, 'channel-name', 'Taken');
    await press(fixture, 'Save');
    service
      .request('PATCH /api/notifications/channels/c1')
      .flush(...refusal(409, 'NAME_TAKEN', { field: 'name', detail: 'Another channel has this name.' }));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-form-summary'))).toContain('Another channel has this name.');
    await type(fixture, 'channel-name', 'Free');
    await press(fixture, 'Save');
    service.request('PATCH /api/notifications/channels/c1').flush(...refusal(409, 'STALE_VERSION'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('STALE_VERSION happened. Nothing was saved.');
    await press(fixture, 'Load it again');
    expect(fixture.componentInstance.asked).toBe(1);
  });
});
