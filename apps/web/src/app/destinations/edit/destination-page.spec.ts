import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf, type, type Served } from '../../../testing/serve';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { Role } from '../../api/models/role';
import { aDestination, refusedDelete, vaultType } from '../testing/example-destination';
import { DestinationPage } from './destination-page';

describe('P-WEB-259 the page of a destination', () => {
  let service: Served;
  let fixture: ComponentFixture<DestinationPage>;
  let page: HTMLElement;

  async function open(given: Partial<DestinationDto> = {}, role: Role = 'owner'): Promise<void> {
    service = serve({ role });
    fixture = TestBed.createComponent(DestinationPage);
    fixture.componentRef.setInput('id', 'd1');
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/storage/types').flush({ items: [vaultType] });
    await load(given);
  }
  async function load(given: Partial<DestinationDto>): Promise<void> {
    service.request('GET /api/storage/destinations/d1').flush(aDestination(given));
    await settled(fixture);
    const tests = { next: null, items: [{ at: '2026-11-24T03:30:00Z', ok: false, checks: [refusedDelete] }] };
    for (const request of service.http.match(({ url }) => /\/(tests|probes)$/.test(url))) request.flush(tests);
    for (const request of service.http.match(({ url }) => url === '/api/backups'))
      request.flush({ items: [], next: null });
    await settled(fixture);
  }

  it('begins with what its last probe found, and keeps the earlier ones', async () => {
    await open({ validationStatus: 'invalid' });
    expect(textOf(page.querySelector('.head'))).toBe('Archive Probe failed Pause Delete');
    expect(textOf(page.querySelector('sb-probe-panel header'))).toContain('1 of 1 failed');
    expect(textOf(page.querySelector('sb-probe-history summary'))).toMatch(/24 Nov .* , 1 of 1 failed/);
    expect(buttonOf(page, 'Save paused')).toBeUndefined();
  });

  it('is paused with the version that was seen, and enabled only when its test passes', async () => {
    await open();
    await press(fixture, 'Pause');
    const request = service.request('PATCH /api/storage/destinations/d1');
    expect(request.request.body).toEqual({ version: 7, enabled: false });
    request.flush(aDestination());
    await settled(fixture);
    await load({ enabled: false, version: 8 });
    await press(fixture, 'Enable');
    const more = { checks: [refusedDelete], nextStep: 'Send "enabled": false.' };
    service.request('PATCH /api/storage/destinations/d1').flush(...refusal(422, 'DESTINATION_PROBE_FAILED', more));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem'))).toContain('Allow it for this key.');
    expect(textOf(page.querySelector('sb-problem'))).not.toContain('"enabled"');
  });

  it('keeps what is typed when somebody else changes it meanwhile', async () => {
    await open();
    await type(fixture, 'config-room', 'attic');
    fixture.componentInstance['page'].set({
      destination: aDestination({ name: 'Renamed', version: 8 }),
      type: vaultType,
    });
    await settled(fixture);
    expect(textOf(page.querySelector('h1'))).toBe('Renamed');
    expect(page.querySelector<HTMLInputElement>('#config-room')?.value).toBe('attic');
    expect(fixture.componentInstance.hasUnsaved()).toBe(true);
  });

  it('of the environment shows its settings and the variables they come from, without a field', async () => {
    await open({ origin: 'env' });
    expect(textOf(page.querySelector('sb-settings-list'))).toBe(
      'Settings Room ROOM cellar Secret key SECRETKEY set, ends in 9f3c',
    );
    expect([...page.querySelectorAll('.head button')].map(textOf)).toEqual(['Test']);
    expect(page.querySelector('input')).toBeNull();
  });

  it('says so when its settings are gone', async () => {
    await open({ origin: 'env', config: null });
    expect(textOf(page.querySelector('sb-settings-list'))).toContain('Its settings are gone from the environment');
  });

  it('has no button for a viewer, and says of one that is being deleted that it is', async () => {
    await open({ closing: true }, 'viewer');
    expect([...page.querySelectorAll('button')]).toEqual([]);
    expect(textOf(page)).toContain('it goes when its last copy is gone');
  });
});
