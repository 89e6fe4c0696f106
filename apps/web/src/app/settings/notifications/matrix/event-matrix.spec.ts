import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { press, refusal, serve, textOf, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import type { ChannelDto } from '../../../api/models/channel-dto';
import { aChannel, failing, kinds } from '../testing/channels';
import { EventMatrix } from './event-matrix';

describe('P-WEB-501 what is told where', () => {
  let service: Served;
  let fixture: ComponentFixture<EventMatrix>;
  let page: HTMLElement;
  const saved: ChannelDto[] = [];
  let outdated = 0;

  beforeEach(async () => {
    saved.length = 0;
    outdated = 0;
    service = serve();
    fixture = TestBed.createComponent(EventMatrix);
    fixture.componentRef.setInput('kinds', kinds);
    fixture.componentRef.setInput('channels', [aChannel(), failing]);
    fixture.componentInstance.saved.subscribe((channel) => saved.push(channel));
    fixture.componentInstance.outdated.subscribe(() => (outdated += 1));
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });
  const box = (label: string): HTMLInputElement =>
    page.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;
  const tick = async (label: string): Promise<void> => {
    box(label).click();
    await settled(fixture);
  };
  const patch = () => service.request('PATCH /api/notifications/channels/c1');

  it('is a table: an event each row, a channel each column, a box named by both', () => {
    expect([...page.querySelectorAll('th[scope=col]')].map(textOf)).toEqual(['Event', 'Ops webhook', 'Slack #ops']);
    expect([...page.querySelectorAll('th[scope=rowgroup]')].map(textOf)).toEqual(['Backups', 'Destinations']);
    expect([...page.querySelectorAll('th[scope=row]')].map(textOf)[0]).toBe('Backup failed default When it is told.');
    expect(box('Backup failed: tell Ops webhook').checked).toBe(true);
    expect(box('Backup complete: tell Ops webhook').checked).toBe(false);
    expect(page.querySelectorAll('input')).toHaveLength(8);
  });

  it('is stored with each tick', async () => {
    await tick('Backup complete: tell Ops webhook');
    const request = patch();
    expect(request.request.body).toEqual({
      version: 1,
      kinds: ['backup.failed', 'backup.missed', 'backup.succeeded'],
    });
    request.flush(aChannel({ version: 2, kinds: ['backup.failed', 'backup.missed', 'backup.succeeded'] }));
    await settled(fixture);
    expect(saved.map(({ version }) => version)).toEqual([2]);
    expect(textOf(page.querySelector('[role=status]'))).toBe('Saved.');
  });

  it('takes ticks that are faster than the service: the next request has what came meanwhile, and the version of the last', async () => {
    await tick('Backup complete: tell Ops webhook');
    await tick('Backup failed: tell Ops webhook');
    await tick('Destination needs you: tell Ops webhook');
    patch().flush(aChannel({ version: 2 }));
    await settled(fixture);
    const second = patch();
    expect(second.request.body).toEqual({
      version: 2,
      kinds: ['backup.missed', 'backup.succeeded', 'destination.failing'],
    });
    second.flush(aChannel({ version: 3 }));
    await settled(fixture);
    service.http.verify();
    expect(saved.map(({ version }) => version)).toEqual([2, 3]);
  });

  it('shows what is stored when a tick was refused, and why', async () => {
    await tick('Backup complete: tell Ops webhook');
    patch().flush(...refusal(409, 'STALE_VERSION'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain(
      'STALE_VERSION happened. The boxes show what is stored.',
    );
    expect(box('Backup complete: tell Ops webhook').checked).toBe(false);
    expect(outdated).toBe(1);
  });

  it('goes back to what a new channel tells', async () => {
    fixture.componentRef.setInput('channels', [aChannel({ kinds: ['backup.succeeded'] })]);
    await settled(fixture);
    await press(fixture, 'Back to defaults');
    expect((patch().request.body as { kinds: string[] }).kinds).toEqual(['backup.failed', 'backup.missed']);
  });
});
