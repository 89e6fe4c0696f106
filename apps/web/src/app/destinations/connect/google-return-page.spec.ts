import { Location } from '@angular/common';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { ActivatedRoute, convertToParamMap } from '@angular/router';
import { refusal, serve, textOf, type Served } from '../../../testing/serve';
import { settled } from '../../../testing/settled';
import { Session } from '../../session/session';
import { GoogleReturnPage } from './google-return-page';

describe('P-CONNECT-12 the way back from Google', () => {
  let service: Served;
  let fixture: ComponentFixture<GoogleReturnPage>;
  let page: HTMLElement;
  let addresses: string[];

  async function open(query: Record<string, string>): Promise<void> {
    service = serve({
      providers: [{ provide: ActivatedRoute, useValue: { snapshot: { queryParamMap: convertToParamMap(query) } } }],
    });
    Object.assign(TestBed.inject(Session), { known: () => Promise.resolve() });
    addresses = [];
    TestBed.inject(Location).replaceState = (path) => void addresses.push(path);
    fixture = TestBed.createComponent(GoogleReturnPage);
    // Before anything is drawn or asked.
    expect(addresses).toEqual(['/connect/google']);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  }
  const heading = (): string => textOf(page.querySelector('h1'));
  const answer = async (...reply: Parameters<ReturnType<Served['request']>['flush']>): Promise<unknown> => {
    const asked = service.request('POST /api/storage/connect/google/answer');
    asked.flush(...reply);
    await settled(fixture);
    return asked.request.body;
  };
  afterEach(() => service.http.verify());

  it('takes code and state out of the address at once, hands them over, and says whose account it is', async () => {
    await open({ state: 's1', code: 'c1', scope: 'x', authuser: '0' });
    expect(heading()).toBe('Connecting your Google account…');
    expect(await answer({ credentialsId: 'x', account: 'ada@example.com', expiresAt: '' })).toEqual({
      state: 's1',
      code: 'c1',
    });
    expect(heading()).toBe('Your Google account is connected');
    expect(textOf(page.querySelector('[role=status]'))).toContain('ada@example.com');
    expect(page.textContent).not.toContain('c1');
  });

  it('hands over an error, too, and shows what the service makes of it', async () => {
    await open({ state: 's1', error: 'access_denied' });
    const body = await answer(...refusal(422, 'CONNECT_REFUSED', { nextStep: 'Choose Allow.' }));
    expect(body).toEqual({ state: 's1', error: 'access_denied' });
    expect(heading()).toBe('Not connected');
    expect(textOf(page.querySelector('[role=alert]'))).toContain('CONNECT_REFUSED happened. Choose Allow.');
  });

  it.each([404, 401])('says that it is over when the service answers %s', async (status) => {
    await open({ state: 's1', code: 'c1' });
    await answer(...refusal(status, 'CONNECT_UNKNOWN'));
    expect(heading()).toBe('Not connected');
    expect(page.textContent).toContain('Go on in the tab with the destination');
  });

  it.each<Record<string, string>>([{}, { code: 'c1' }, { error: 'x' }, { state: 's1' }])(
    'asks nothing for %p',
    async (query) => {
      await open(query);
      expect(heading()).toBe('Nothing came from Google');
      expect(page.querySelector('main a')?.getAttribute('href')).toBe('/destinations');
    },
  );
});
