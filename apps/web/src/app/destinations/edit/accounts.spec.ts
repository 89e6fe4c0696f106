import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { By } from '@angular/platform-browser';
import { settled } from '../../../testing/settled';
import { press, refusal, serve, textOf, type, type Served } from '../../../testing/serve';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { aField } from '../../config-form/testing/example-fields';
import { GoogleConnect } from '../connect/google-connect';
import { aCheck, aDestination, refusedDelete, vaultType } from '../testing/example-destination';
import { TroublePanel } from '../trouble/trouble-panel';
import { DestinationForm } from './destination-form';

const driveType: StorageTypeDto = {
  ...vaultType,
  type: 'google_drive',
  fields: [
    aField({ name: 'clientId', kind: 'text', required: true }),
    aField({ name: 'refreshToken', kind: 'secret', required: true }),
  ],
};
const stored = {
  type: 'google_drive',
  config: { clientId: 'client-1', refreshToken: { set: true, hint: null } },
};
const connected = { credentialsId: 'c1', account: 'olga@example.org', expiresAt: '2026-11-24T09:00:00Z' };
const ended = {
  code: 'REAUTH_REQUIRED',
  text: 'The sign-in has ended.',
  nextStep: 'Sign in again.',
  at: '2026-11-24T03:30:00Z',
};

function connect(fixture: ComponentFixture<unknown>): Promise<void> {
  const box = fixture.debugElement.query(By.directive(GoogleConnect)).componentInstance as GoogleConnect;
  box.connected.emit(connected);
  return settled(fixture);
}

describe('P-WEB-304 an account that was connected', () => {
  let service: Served;
  let fixture: ComponentFixture<DestinationForm>;
  beforeEach(() => (service = serve()));

  async function open(destination: DestinationDto | null): Promise<HTMLElement> {
    fixture = TestBed.createComponent(DestinationForm);
    fixture.componentRef.setInput('type', driveType);
    fixture.componentRef.setInput('destination', destination);
    await settled(fixture);
    if (destination !== null) service.request('GET /api/storage/destinations/d1/tests').flush({ items: [] });
    if (destination !== null) service.request('GET /api/audit').flush({ items: [], next: null });
    await settled(fixture);
    return fixture.nativeElement as HTMLElement;
  }
  const tested = { valid: true, checks: [aCheck('write')], leftovers: [], lastTested: '2026-11-24T08:31:02Z' };

  it('is tested at once and saved by its id: nothing secret is in the page', async () => {
    const page = await open(null);
    await type(fixture, 'destination-name', 'Drive');
    await type(fixture, 'config-clientId', 'client-1');
    await connect(fixture);
    const test = service.request('POST /api/storage/destinations/test');
    expect(test.request.body).toEqual({ type: 'google_drive', config: { clientId: 'client-1' }, credentialsId: 'c1' });
    test.flush(tested);
    await settled(fixture);
    expect(textOf(page.querySelector('sb-secret-input'))).toContain('set');
    await press(fixture, 'Save');
    const request = service.request('POST /api/storage/destinations');
    expect(request.request.body).toMatchObject({ config: { clientId: 'client-1' }, credentialsId: 'c1' });
    request.flush({ ...aDestination(), notices: [] });
    await settled(fixture);
    expect(fixture.componentInstance.hasUnsaved()).toBe(false);
  });

  it('of a destination that is edited is tested with what is stored', async () => {
    await open(aDestination(stored));
    await connect(fixture);
    const test = service.request('POST /api/storage/destinations/test');
    expect(test.request.body).toEqual({ type: 'google_drive', config: {}, destinationId: 'd1', credentialsId: 'c1' });
  });

  it('that is too old by now is asked for again', async () => {
    await open(null);
    await type(fixture, 'destination-name', 'Drive');
    await type(fixture, 'config-clientId', 'client-1');
    await connect(fixture);
    service.request('POST /api/storage/destinations/test').flush(...refusal(400, 'CREDENTIALS_UNKNOWN'));
    await settled(fixture);
    expect(textOf(fixture.nativeElement as HTMLElement)).toContain('CREDENTIALS_UNKNOWN happened.');
    await press(fixture, 'Save');
    expect(service.request('POST /api/storage/destinations').request.body).not.toHaveProperty('credentialsId');
  });

  it('a bandwidth limit and no-delete mode are changed without a test of the settings', async () => {
    await open(aDestination({ ...stored, bandwidthLimit: 20_000_000 }));
    await type(fixture, 'config-bandwidthLimit', '4 MB');
    await press(fixture, 'Save');
    const request = service.request('PATCH /api/storage/destinations/d1');
    expect(request.request.body).toEqual({ version: 7, bandwidthLimit: 4_000_000 });
  });
});

describe('P-WEB-305 a destination that needs a new sign-in (F56)', () => {
  async function open(given: Partial<DestinationDto>, changeable = true) {
    const service = serve();
    const fixture = TestBed.createComponent(TroublePanel);
    fixture.componentRef.setInput('destination', aDestination({ type: 'google_drive', problem: ended, ...given }));
    fixture.componentRef.setInput('changeable', changeable);
    const mended: true[] = [];
    fixture.componentInstance.mended.subscribe(() => mended.push(true));
    await settled(fixture);
    return { service, fixture, mended, page: fixture.nativeElement as HTMLElement };
  }

  it('says what happened and what it means, and is mended by one button, without another form', async () => {
    const { service, fixture, mended, page } = await open({});
    const text = textOf(page);
    for (const part of ['Archive needs a new sign-in', 'The sign-in has ended. Sign in again.', 'REAUTH_REQUIRED'])
      expect(text).toContain(part);
    expect(text).toContain('copies that lie here already are untouched');
    expect([...page.querySelectorAll('sb-connect-box .line button')].map(textOf)).toEqual(['Sign in again']);
    await connect(fixture);
    const request = service.request('PATCH /api/storage/destinations/d1');
    expect(request.request.body).toEqual({ version: 7, credentialsId: 'c1' });
    request.flush({ ...aDestination(), notices: [] });
    await settled(fixture);
    expect(mended).toEqual([true]);
  });

  it('says what the probe found when that was not enough', async () => {
    const { service, fixture, mended, page } = await open({});
    await connect(fixture);
    const more = { checks: [refusedDelete], nextStep: 'Send "enabled": false.' };
    service.request('PATCH /api/storage/destinations/d1').flush(...refusal(422, 'DESTINATION_PROBE_FAILED', more));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem'))).toContain('Allow it for this key.');
    expect(mended).toEqual([]);
  });

  it('has no button for who may not change it, nor for another problem, and is silent without one', async () => {
    for (const [given, changeable] of [
      [{}, false],
      [{ problem: { ...ended, code: 'STORAGE_FULL' } }, true],
    ] as const) {
      TestBed.resetTestingModule();
      const { page } = await open(given, changeable);
      expect(page.querySelector('sb-connect-box')).toBeNull();
      expect(textOf(page)).toContain('The sign-in has ended.');
    }
    TestBed.resetTestingModule();
    expect(textOf((await open({ problem: null })).page)).toBe('');
  });
});
