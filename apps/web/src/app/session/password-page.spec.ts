import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { ActivatedRoute, provideRouter } from '@angular/router';
import { of } from 'rxjs';
import { settled } from '../../testing/settled';
import { provideApiConfiguration } from '../api/api-configuration';
import { PasswordPage } from './password-page';

const token = '6a1d4c1e-5d3f-4b43-8a55-2f3a1c9d7e11.secret';

describe('P-WEB-221 a link to choose a password', () => {
  let fixture: ComponentFixture<PasswordPage>;
  let page: HTMLElement;
  let http: HttpTestingController;

  async function open(fragment: string | null): Promise<void> {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
        provideRouter([]),
        { provide: ActivatedRoute, useValue: { fragment: of(fragment) } },
      ],
    });
    fixture = TestBed.createComponent(PasswordPage);
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    http = TestBed.inject(HttpTestingController);
    await settled(fixture);
  }
  async function choose(password: string): Promise<void> {
    const field = page.querySelector('input')!;
    field.value = password;
    field.dispatchEvent(new Event('input'));
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await settled(fixture);
  }

  it('sends what follows its # with the new password, once it is long enough', async () => {
    await open(token);
    await choose('short');
    expect(page.textContent).toContain('at least 12 are needed');
    http.expectNone('/api/accounts/password-link');
    await choose('nine red kites over the weir');
    const request = http.expectOne('/api/accounts/password-link');
    expect(request.request.body).toEqual({ token, password: 'nine red kites over the weir' });
    request.flush(null, { status: 204, statusText: 'No Content' });
    await settled(fixture);
    expect(page.querySelector('h1')?.textContent).toBe('Your password is set');
    expect(page.querySelector('a')?.getAttribute('href')).toBe('/sign-in');
  });

  it('puts what the service says of the password at its field, and of the link above the button', async () => {
    await open(token);
    await choose('correct horse battery');
    const weak = { field: 'password', code: 'WEAK_PASSWORD', message: 'The password is one of the most common ones.' };
    http
      .expectOne('/api/accounts/password-link')
      .flush(JSON.stringify({ code: 'WEAK_PASSWORD', status: 400, detail: weak.message, errors: [weak] }), {
        status: 400,
        statusText: 'x',
      });
    await settled(fixture);
    expect(page.querySelector('mat-error')?.textContent).toContain('one of the most common');
    await choose('nine red kites over the weir');
    http
      .expectOne('/api/accounts/password-link')
      .flush(JSON.stringify({ code: 'PASSWORD_LINK_INVALID', status: 403, detail: 'The link was used.' }), {
        status: 403,
        statusText: 'x',
      });
    await settled(fixture);
    expect(page.textContent).toContain('The link was used.');
    expect(page.textContent).toContain('PASSWORD_LINK_INVALID');
  });

  it('says when it is cut', async () => {
    await open(null);
    expect(page.querySelector('h1')?.textContent).toBe('This link is cut');
    expect(page.querySelector('form')).toBeNull();
  });
});
