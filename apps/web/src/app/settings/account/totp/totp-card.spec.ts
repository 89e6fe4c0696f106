import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf, type, type Served } from '../../../../testing/serve';
import { qrParts } from './qr-code';
import { TotpCard } from './totp-card';

// As the service's library writes it.
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" shape-rendering="crispEdges"><path fill="#ffffff" d="M0 0h33v33H0z"/>' +
  '<path stroke="#000000" d="M2 2.5h7m1 0h1M2 3.5h1"/></svg>\n';
const offer = { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x', qrCode: svg };
const recoveryCodes = ['r5gu-5r2m-hu26-hy7z', 'n5tb-3jn9-sq94-xd7p'];

describe('P-WEB-260 the second factor', () => {
  let service: Served;
  let fixture: ComponentFixture<TotpCard>;
  let page: HTMLElement;
  beforeEach(async () => {
    service = serve();
    fixture = TestBed.createComponent(TotpCard);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });
  afterEach(() => service.http.verify());

  const answer = async (
    what: string,
    ...reply: Parameters<ReturnType<Served['request']>['flush']>
  ): Promise<unknown> => {
    const request = service.request(what);
    request.flush(...reply);
    await settled(fixture);
    return request.request.body;
  };
  const enter = async (code: string, password: string, action: string): Promise<void> => {
    await type(fixture, 'totp-code', code);
    await type(fixture, 'totp-password', password);
    await press(fixture, action);
  };

  it('is set up: picture and secret, then code and password, then the codes, shown this once', async () => {
    await press(fixture, 'Set it up');
    await answer('POST /api/accounts/me/totp', offer);
    expect(page.querySelector('svg[role=img]')?.getAttribute('aria-label')).toContain('QR code');
    expect(page.querySelector('svg[role=img] path')?.getAttribute('d')).toBe('M2 2.5h7m1 0h1M2 3.5h1');
    expect(textOf(page)).toContain('JBSW Y3DP EHPK 3PXP');
    await enter(' 123456 ', 'secret', 'Turn it on');
    expect(await answer('POST /api/accounts/me/totp/enable', { recoveryCodes })).toEqual({
      code: '123456',
      password: 'secret',
    });
    expect(service.loads()).toBe(1);
    expect([...page.querySelectorAll('li')].map(textOf)).toEqual(recoveryCodes);
    expect(textOf(page)).not.toContain('JBSW');
    await press(fixture, 'I have kept them');
    expect(textOf(page)).not.toContain(recoveryCodes[0]!);
  });

  it.each([
    ['CODE_WRONG', 'totp-code'],
    ['PASSWORD_WRONG', 'totp-password'],
  ])('%s is told at its field, and what was typed stays', async (code, field) => {
    await press(fixture, 'Set it up');
    await answer('POST /api/accounts/me/totp', offer);
    await enter('000000', 'wrong one', 'Turn it on');
    await answer('POST /api/accounts/me/totp/enable', ...refusal(403, code, { field: 'password' }));
    const input = page.querySelector<HTMLInputElement>(`#${field}`);
    expect(input?.getAttribute('aria-invalid')).toBe('true');
    expect(textOf(input?.closest('mat-form-field')?.querySelector('mat-error') ?? null)).toBe(`${code} happened.`);
    expect(page.querySelector<HTMLInputElement>('#totp-code')?.value).toBe('000000');
    expect(service.loads()).toBe(0);
  });

  it('is asked for nothing before both fields are filled, and for nothing when it is cancelled', async () => {
    await press(fixture, 'Set it up');
    await answer('POST /api/accounts/me/totp', offer);
    await press(fixture, 'Turn it on');
    expect([...page.querySelectorAll('mat-error')].map(textOf)).toEqual([
      'Enter the code that the app shows.',
      'Enter your password.',
    ]);
    await press(fixture, 'Cancel');
    expect(buttonOf(page, 'Set it up')).toBeDefined();
  });

  it('draws only what is a QR code: nothing of the reply becomes markup', () => {
    expect(qrParts(svg)).toEqual({ size: '0 0 33 33', path: 'M2 2.5h7m1 0h1M2 3.5h1' });
    expect(qrParts('<svg viewBox="0 0 1 1"><script>alert(1)</script></svg>')).toBeNull();
  });
});
