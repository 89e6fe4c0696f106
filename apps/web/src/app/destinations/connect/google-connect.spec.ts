import { jest } from '@jest/globals';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { buttonOf, press, refusal, serve, textOf, type Served } from '../../../testing/serve';
import { settled } from '../../../testing/settled';
import type { ConnectedDto } from '../../api/models/connected-dto';
import { GoogleConnect } from './google-connect';
import { fakeIntervals } from './testing/intervals';

const connected: ConnectedDto = { credentialsId: 'c1', account: 'ada@example.com', expiresAt: '2026-11-28T10:15:00Z' };
const url = 'https://accounts.google.com/o/oauth2/v2/auth?state=s1';
const own = { clientId: ' 1234.apps.example ', clientSecret: 'GOCSPX-x' };

describe('P-CONNECT-10 signing in to Google for a destination', () => {
  let service: Served;
  let fixture: ComponentFixture<GoogleConnect>;
  let page: HTMLElement;
  let given: ConnectedDto[];
  let opened: unknown[][];
  let open: typeof window.open;

  beforeEach(() => {
    fakeIntervals();
    service = serve();
    opened = [];
    open = window.open;
    window.open = (...args: unknown[]) => (opened.push(args), null);
  });
  afterEach(() => {
    window.open = open;
    fixture.destroy();
    jest.useRealTimers();
    service.http.verify();
  });

  async function show(values: object = own, destinationId: string | null = null): Promise<void> {
    fixture = TestBed.createComponent(GoogleConnect);
    fixture.componentRef.setInput('values', values);
    fixture.componentRef.setInput('destinationId', destinationId);
    given = [];
    fixture.componentInstance.connected.subscribe((each) => given.push(each));
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await settled(fixture);
  }
  const answer = async (what: string, ...reply: Parameters<ReturnType<Served['request']>['flush']>) => {
    const { request, flush } = ((asked) => ({ request: asked.request, flush: () => asked.flush(...reply) }))(
      service.request(what),
    );
    flush();
    await settled(fixture);
    return request.body as unknown;
  };
  const begin = async (): Promise<unknown> => {
    await press(fixture, 'Connect Google Drive');
    return answer('POST /api/storage/connect/google', { id: 'a1', url, redirectUri: '', expiresAt: '' });
  };
  const later = async (): Promise<void> => {
    jest.advanceTimersByTime(2_000);
    await settled(fixture);
  };
  const state = (more: object): object => ({ status: 'waiting', connected: null, problem: null, ...more });
  const said = (): string => textOf(page.querySelector('[id^=connect-state]'));
  const look = (visibility: 'visible' | 'hidden'): void => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };

  it('shows the address to register, and asks for what is missing', async () => {
    await show({ clientId: 'x', clientSecret: '' });
    expect(textOf(page.querySelector('code'))).toBe('http://localhost/connect/google');
    expect(said()).toBe('Enter the client ID and the client secret first.');
    await press(fixture, 'Connect Google Drive');
    const button = buttonOf(page, 'Connect Google Drive');
    expect(button?.getAttribute('aria-disabled')).toBe('true');
    expect(button?.getAttribute('aria-describedby')).toBe(page.querySelector('[id^=connect-state]')?.id);
  });

  it('opens the page of Google apart from this one, waits for it, and hands over no more than an id and a name', async () => {
    await show();
    expect(await begin()).toEqual({ clientId: '1234.apps.example', clientSecret: 'GOCSPX-x' });
    expect(opened).toEqual([[url, '_blank', 'noopener,noreferrer']]);
    expect(said()).toContain('Choose the account and allow the access there');
    const link = page.querySelector('a');
    expect([link?.href, link?.rel, link?.target]).toEqual([url, 'noopener noreferrer', '_blank']);
    await later();
    await answer('GET /api/storage/connect/google/a1', state({}));
    expect(given).toEqual([]);
    await later();
    await answer('GET /api/storage/connect/google/a1', state({ status: 'done', connected }));
    expect(given).toEqual([connected]);
    expect(said()).toContain('Connected as ada@example.com.');
    await later();
    expect(buttonOf(page, 'Connect again')?.getAttribute('aria-disabled') ?? '').toBe('');
  });

  it('asks nothing while nobody looks, and at once when somebody comes back', async () => {
    await show();
    await begin();
    look('hidden');
    await later();
    look('visible');
    await answer('GET /api/storage/connect/google/a1', state({ status: 'done', connected }));
    expect(given).toHaveLength(1);
  });

  it('says why it was refused and what to do, and offers it again', async () => {
    await show();
    await begin();
    await later();
    const problem = { code: 'CONNECT_REFUSED', detail: 'Google says no.', nextStep: 'Choose Allow.' };
    await answer('GET /api/storage/connect/google/a1', state({ status: 'refused', problem }));
    expect(textOf(page.querySelector('[role=alert]'))).toContain('Google says no. Choose Allow.');
    await press(fixture, 'Connect again');
    await answer('POST /api/storage/connect/google', ...refusal(422, 'CONNECT_REFUSED'));
    expect(textOf(page.querySelector('[role=alert]'))).toContain('CONNECT_REFUSED happened.');
    expect(given).toEqual([]);
  });

  it('ends when nobody has answered in time', async () => {
    await show();
    await begin();
    await later();
    await answer('GET /api/storage/connect/google/a1', ...refusal(404, 'CONNECT_UNKNOWN'));
    expect(textOf(page.querySelector('[role=alert]'))).toContain('CONNECT_UNKNOWN happened.');
    await later();
    expect(page.querySelector('a')).toBeNull();
  });

  it('goes on when the service is away for a moment', async () => {
    await show();
    await begin();
    await later();
    service.request('GET /api/storage/connect/google/a1').error(new ProgressEvent('error'));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem [role=status]'))).toContain('could not be reached');
    await later();
    await answer('GET /api/storage/connect/google/a1', state({ status: 'done', connected }));
    expect(page.querySelector('sb-problem')).toBeNull();
    expect(given).toEqual([connected]);
  });

  it('is cancelled here and in the service, and the focus stays', async () => {
    await show();
    await begin();
    buttonOf(page, 'Cancel')?.focus();
    await press(fixture, 'Cancel');
    await answer('DELETE /api/storage/connect/google/a1', null);
    expect(document.activeElement).toBe(buttonOf(page, 'Connect Google Drive'));
    await later();
  });

  it('is forgotten in the service when its form goes', async () => {
    await show();
    await begin();
    fixture.destroy();
    service.request('DELETE /api/storage/connect/google/a1').flush(null);
  });

  it('renews the access of a destination with the client that is stored', async () => {
    await show({ clientId: '1234.apps.example', clientSecret: null }, 'd1');
    await press(fixture, 'Sign in again');
    const body = await answer('POST /api/storage/connect/google', { id: 'a1', url, redirectUri: '', expiresAt: '' });
    expect(body).toEqual({ clientId: '1234.apps.example', destinationId: 'd1' });
    fixture.destroy();
    service.request('DELETE /api/storage/connect/google/a1').flush(null);
  });
});
