import { jest } from '@jest/globals';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { press, refusal, serve, textOf, type Served } from '../../../testing/serve';
import { settled } from '../../../testing/settled';
import type { ConnectedDto } from '../../api/models/connected-dto';
import { NextcloudConnect } from './nextcloud-connect';
import { fakeIntervals } from './testing/intervals';

const connected: ConnectedDto = { credentialsId: 'c1', account: 'ada', expiresAt: '2026-11-28T10:15:00Z' };
const loginUrl = 'https://cloud.example/login/v2/flow/x';

describe('P-CONNECT-11 signing in to a Nextcloud for a destination', () => {
  let service: Served;
  let fixture: ComponentFixture<NextcloudConnect>;
  let page: HTMLElement;
  let given: ConnectedDto[];
  let opened: unknown[][];
  let open: typeof window.open;

  beforeEach(() => {
    fakeIntervals();
    service = serve();
    [opened, given] = [[], []];
    open = window.open;
    window.open = (...args: unknown[]) => (opened.push(args), null);
  });
  afterEach(() => {
    window.open = open;
    fixture.destroy();
    jest.useRealTimers();
    service.http.verify();
  });

  async function show(values: object): Promise<void> {
    fixture = TestBed.createComponent(NextcloudConnect);
    fixture.componentRef.setInput('values', values);
    fixture.componentInstance.connected.subscribe((each) => given.push(each));
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await settled(fixture);
  }
  const begin = async (url = loginUrl): Promise<unknown> => {
    await press(fixture, 'Connect Nextcloud');
    const asked = service.request('POST /api/storage/connect/nextcloud');
    asked.flush({ id: 'n1', loginUrl: url, expiresAt: '' });
    await settled(fixture);
    return asked.request.body;
  };
  const asked = async (reply: object): Promise<void> => {
    jest.advanceTimersByTime(2_000);
    await settled(fixture);
    service.request('POST /api/storage/connect/nextcloud/n1').flush(reply);
    await settled(fixture);
  };
  const said = (): string => textOf(page.querySelector('[id^=connect-state]'));

  it('needs the address alone, opens the login page of that server, and hands over no more than an id and a name', async () => {
    await show({ url: '' });
    expect(said()).toBe('Enter the address of your server first.');
    fixture.componentRef.setInput('values', { url: 'https://cloud.example ', allowInsecure: false, ca: '' });
    await settled(fixture);
    expect(await begin()).toEqual({ url: 'https://cloud.example' });
    expect(opened).toEqual([[loginUrl, '_blank', 'noopener,noreferrer']]);
    expect(said()).toContain('Sign in to your Nextcloud and grant the access there');
    await asked({ status: 'waiting', connected: null, problem: null });
    await asked({ status: 'done', connected, problem: null });
    expect(given).toEqual([connected]);
    expect(said()).toContain('Connected as ada.');
  });

  it('sends what the form says of the connection along', async () => {
    await show({ url: 'http://nas.example', allowInsecure: true, ca: '-----BEGIN' });
    expect(await begin()).toEqual({ url: 'http://nas.example', allowInsecure: true, ca: '-----BEGIN' });
    fixture.destroy();
    service.request('DELETE /api/storage/connect/nextcloud/n1').flush(null);
  });

  it('says while it waits that the server is away', async () => {
    await show({ url: 'https://cloud.example' });
    await begin();
    await asked({
      status: 'waiting',
      connected: null,
      problem: { code: 'UNREACHABLE', detail: 'Away.', nextStep: null },
    });
    expect(textOf(page.querySelector('sb-problem [role=status]'))).toContain('Away.');
    await asked({ status: 'done', connected, problem: null });
    expect(page.querySelector('sb-problem')).toBeNull();
  });

  it('opens nothing that is no web page', async () => {
    await show({ url: 'https://cloud.example' });
    await begin('javascript:alert(1)');
    expect(opened).toEqual([]);
    expect(page.querySelector('a')).toBeNull();
    fixture.destroy();
    service.request('DELETE /api/storage/connect/nextcloud/n1').flush(null);
  });

  it('says what the service refuses', async () => {
    await show({ url: 'https://cloud.example' });
    await press(fixture, 'Connect Nextcloud');
    service.request('POST /api/storage/connect/nextcloud').flush(...refusal(422, 'CONNECT_REFUSED'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('CONNECT_REFUSED happened.');
    expect(opened).toEqual([]);
  });
});
