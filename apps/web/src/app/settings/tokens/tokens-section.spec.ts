import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, me, press, refusal, serve, textOf, type, type Served } from '../../../testing/serve';
import type { ApiTokenDto } from '../../api/models/api-token-dto';
import type { Role } from '../../api/models/role';
import { Confirm } from '../../feedback/confirm';
import { TokensSection } from './tokens-section';

const aToken = (given: Partial<ApiTokenDto> = {}): ApiTokenDto => ({
  id: 't1',
  name: 'nightly',
  prefix: 'stow_OdRD',
  scope: 'operator',
  userId: me.id,
  createdAt: '2026-11-01T00:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  ...given,
});

describe('P-WEB-261 API tokens', () => {
  let service: Served;
  let fixture: ComponentFixture<TokensSection>;
  let page: HTMLElement;
  const asked: { title: string; text: string }[] = [];

  async function open(tokens: ApiTokenDto[], role: Role = 'owner'): Promise<void> {
    asked.length = 0;
    const ask = (question: { title: string; text: string }): Promise<boolean> =>
      Promise.resolve(asked.push(question) > 0);
    service = serve({ role, providers: [{ provide: Confirm, useValue: { ask } }] });
    fixture = TestBed.createComponent(TokensSection);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/tokens').flush({ items: tokens, next: null });
    if (role === 'owner')
      service
        .request('GET /api/accounts/users')
        .flush({ items: [{ id: 'u2', email: 'otto@example.org' }], next: null });
    await settled(fixture);
  }
  afterEach(() => service.http.verify());

  it('are shown their secret once, right after they were made', async () => {
    await open([]);
    await press(fixture, 'Make a token');
    await type(fixture, 'token-name', ' nightly job ');
    await press(fixture, 'Make the token');
    const request = service.request('POST /api/tokens');
    expect(request.request.body).toEqual({ name: 'nightly job', scope: 'operator', expiresInDays: 90 });
    request.flush({ token: aToken({ name: 'nightly job' }), secret: 'stow_canary-secret' });
    await settled(fixture);
    service.request('GET /api/tokens').flush({ items: [aToken({ name: 'nightly job' })], next: null });
    await settled(fixture);
    expect(textOf(page.querySelector('sb-once'))).toContain('stow_canary-secret');
    expect(textOf(page.querySelector('sb-once'))).toContain('shown only this once');
    await press(fixture, 'I have kept it');
    expect(page.innerHTML).not.toContain('canary');
  });

  it('may do at most what their maker may', async () => {
    await open([], 'viewer');
    await press(fixture, 'Make a token');
    const [scope, ends] = [...page.querySelectorAll('select')];
    expect([...scope!.options].map(({ value }) => value)).toEqual(['metrics', 'viewer']);
    ends!.value = '';
    ends!.dispatchEvent(new Event('change'));
    await type(fixture, 'token-name', 'forever');
    await press(fixture, 'Make the token');
    const request = service.request('POST /api/tokens');
    expect(request.request.body).toEqual({ name: 'forever', scope: 'viewer', expiresInDays: null });
    request.flush(
      ...refusal(400, 'INVALID_INPUT', { errors: [{ field: 'name', code: '', message: 'Name is taken.' }] }),
    );
    await settled(fixture);
    expect(textOf(page.querySelector('mat-error'))).toBe('Name is taken.');
  });

  it('are revoked after a question that names them', async () => {
    await open([aToken()]);
    await press(fixture, 'Revoke nightly');
    expect(asked[0]?.title).toBe('Revoke the API token nightly?');
    service.request('DELETE /api/tokens/t1').flush(null);
    await settled(fixture);
    service.request('GET /api/tokens').flush({ items: [aToken({ revokedAt: '2026-11-24T00:00:00Z' })], next: null });
    await settled(fixture);
    expect(textOf(page)).toContain('No token works now');
    expect(textOf(page.querySelector('summary'))).toBe('1 revoked or expired token');
    expect(buttonOf(page, 'Revoke')).toBeUndefined();
  });

  it('of others have their maker beside them; expired ones stand apart', async () => {
    await open([aToken({ id: 't2', userId: 'u2' }), aToken({ expiresAt: '2020-01-01T00:00:00Z' })]);
    const [working, past] = [...page.querySelectorAll('sb-token-table')].map((table) => [
      ...table.querySelectorAll('tbody tr'),
    ]);
    expect([working?.length, past?.length]).toEqual([1, 1]);
    expect(textOf(working![0]!)).toContain('otto@example.org');
  });
});
