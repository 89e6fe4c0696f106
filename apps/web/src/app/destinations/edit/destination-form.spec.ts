import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf, type, type Served } from '../../../testing/serve';
import type { DestinationDto } from '../../api/models/destination-dto';
import { aCheck, aDestination, refusedDelete, vaultType } from '../testing/example-destination';
import { Api } from '../../api/api';
import { secretDates } from './secret-dates';
import { DestinationForm } from './destination-form';

const entered = { field: 'config.secretKey', before: null, after: null, hidden: true };
/** The newest first. */
const activity = [
  { action: 'destination.test', at: '2026-11-24T08:00:00Z', changes: [] },
  { action: 'destination.update', at: '2026-11-03T08:00:00Z', changes: [entered] },
  { action: 'destination.update', at: '2026-11-02T08:00:00Z', changes: [entered] },
  { action: 'destination.create', at: '2026-11-01T08:00:00Z', changes: [] },
];

describe('the form of a destination', () => {
  let service: Served;
  let fixture: ComponentFixture<DestinationForm>;
  let page: HTMLElement;
  let saved: DestinationDto[];

  beforeEach(() => (service = serve()));
  afterEach(() => service.http.verify());

  async function open(destination: DestinationDto | null): Promise<void> {
    fixture = TestBed.createComponent(DestinationForm);
    fixture.componentRef.setInput('type', vaultType);
    fixture.componentRef.setInput('destination', destination);
    saved = [];
    fixture.componentInstance.saved.subscribe((each) => saved.push(each));
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await settled(fixture);
    if (destination !== null) service.request(`GET /api/storage/destinations/d1/tests`).flush({ items: [] });
    if (destination !== null) service.request('GET /api/audit').flush({ items: activity, next: null });
    await settled(fixture);
  }
  const answer = async (
    what: string,
    ...reply: Parameters<ReturnType<Served['request']>['flush']>
  ): Promise<unknown> => {
    const request = service.request(what);
    request.flush(...reply);
    await settled(fixture);
    return request.request.body;
  };
  const leave = async (): Promise<void> => {
    page.querySelector('sb-config-fields')?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    await settled(fixture);
  };
  const fillIn = async (): Promise<void> => {
    await type(fixture, 'destination-name', 'Archive');
    await type(fixture, 'config-room', 'cellar');
    await type(fixture, 'config-secretKey', 'hush');
  };
  const tested = (checks: object[], valid: boolean): object => ({
    valid,
    checks,
    availableSpace: null,
    lastTested: '2026-11-24T08:31:02Z',
    leftovers: [],
    notices: [],
  });

  it('P-WEB-256 tests the settings by itself as soon as they are complete, and once for each state of them', async () => {
    await open(null);
    await leave();
    await fillIn();
    await leave();
    const body = await answer('POST /api/storage/destinations/test', tested([aCheck('write')], true));
    expect(body).toEqual({ type: 'vault', config: { room: 'cellar', secretKey: 'hush' } });
    expect(textOf(page.querySelector('sb-probe-panel header'))).toContain('1 of 1 passed');
    await leave();
    await type(fixture, 'config-room', 'attic');
    expect(textOf(page.querySelector('sb-probe-panel'))).toContain('The settings have changed since.');
  });

  it('P-WEB-256 settings that fail their probe can only be saved paused, and why stands beside the button', async () => {
    await open(null);
    await fillIn();
    await leave();
    await answer('POST /api/storage/destinations/test', tested([refusedDelete], false));
    expect(buttonOf(page, 'Save')?.getAttribute('aria-disabled') ?? '').toBe('');
    const [paused, save] = [...page.querySelectorAll('footer button')] as HTMLButtonElement[];
    expect([textOf(paused!), textOf(save!)]).toEqual(['Save paused', 'Save']);
    expect(save!.getAttribute('aria-disabled')).toBe('true');
    expect(textOf(page.querySelector('#why'))).toBe('Mend what the probe names, or save it paused.');
    save!.click();
    await settled(fixture);
    await press(fixture, 'Save paused');
    expect(await answer('POST /api/storage/destinations', { ...aDestination(), notices: [] })).toMatchObject({
      name: 'Archive',
      enabled: false,
    });
    expect(saved.map(({ id }) => id)).toEqual(['d1']);
    expect(fixture.componentInstance.hasUnsaved()).toBe(false);
  });

  it('P-WEB-256 what the service refuses at saving is shown check by check', async () => {
    await open(null);
    await fillIn();
    await press(fixture, 'Save');
    const more = { checks: [refusedDelete], nextStep: 'Send "enabled": false.' };
    await answer('POST /api/storage/destinations', ...refusal(422, 'DESTINATION_PROBE_FAILED', more));
    expect(textOf(page.querySelector('sb-probe-list'))).toContain('It needs the permission vault:Delete');
    expect(textOf(page.querySelector('form sb-problem'))).toContain('Allow it for this key.');
    expect(buttonOf(page, 'Save paused')).toBeDefined();
  });

  it('P-WEB-306 says of a stored secret when it was entered, as the activity tells it, and never what it is', async () => {
    await open(aDestination());
    expect(textOf(page.querySelector('sb-secret-input'))).toMatch(/^Secret key set on 3 Nov .* ends in 9f3c Replace/);
  });

  it('P-WEB-306 says nothing of when where the activity does not know', async () => {
    const destination = aDestination();
    const dates = (reply: (request: { flush: (body: object, options?: object) => void }) => void) => {
      const asked = secretDates(TestBed.inject(Api), destination);
      reply(service.request('GET /api/audit'));
      return asked;
    };
    expect(await dates((request) => request.flush({ items: [activity[0]], next: null }))).toEqual({});
    expect(await dates((request) => request.flush({ items: [activity[3]], next: null }))).toEqual({
      secretKey: '2026-11-01T08:00:00Z',
    });
  });

  it('sends only what has changed of a stored one, with the version that was seen', async () => {
    await open(aDestination());
    await type(fixture, 'config-room', 'attic');
    await press(fixture, 'Save');
    expect(await answer('PATCH /api/storage/destinations/d1', { ...aDestination(), notices: [] })).toEqual({
      version: 7,
      config: { room: 'attic' },
    });
  });

  it('shows a summary with the way to each wrong field, goes to the first, and drops what is mended', async () => {
    await open(null);
    await press(fixture, 'Save');
    await new Promise((resolve) => setTimeout(resolve));
    const wrong = (): string[] => [...page.querySelectorAll('sb-form-summary a')].map(textOf);
    expect(wrong()).toEqual(['Name is missing.', 'Room is missing.', 'Secret key is missing.']);
    expect(document.activeElement?.id).toBe('destination-name');
    await type(fixture, 'config-room', 'cellar');
    expect(wrong()).toEqual(['Name is missing.', 'Secret key is missing.']);
  });

  it('puts what the service says of a field there, and what it can not place below the fields', async () => {
    await open(aDestination());
    await type(fixture, 'destination-name', 'Taken');
    await press(fixture, 'Save');
    await answer('PATCH /api/storage/destinations/d1', ...refusal(409, 'NAME_TAKEN', { field: 'name' }));
    expect(textOf(page.querySelector('mat-error'))).toBe('NAME_TAKEN happened.');
    await type(fixture, 'destination-name', 'Free');
    await press(fixture, 'Save');
    await answer('PATCH /api/storage/destinations/d1', ...refusal(409, 'STALE_VERSION', { field: 'version' }));
    expect(textOf(page.querySelector('form sb-problem'))).toContain('STALE_VERSION happened.');
    expect(buttonOf(page, 'Load it again')).toBeDefined();
    expect(fixture.componentInstance.hasUnsaved()).toBe(true);
  });
});
