import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, me, press, refusal, serve, textOf, type, type Served } from '../../../testing/serve';
import type { Role } from '../../api/models/role';
import type { UserDto } from '../../api/models/user-dto';
import { Confirm } from '../../feedback/confirm';
import { UsersSection } from './users-section';

const anke: UserDto = {
  id: 'u2',
  email: 'anke@example.org',
  name: 'Anke',
  role: 'viewer',
  disabled: false,
  totpEnabled: false,
  lastLoginAt: null,
  createdAt: '2026-11-01T00:00:00Z',
  version: 4,
};
const olga: UserDto = { ...anke, ...me, disabled: false };
const passwordLink = { url: 'https://stowbase.example/password#u2.canary-token', expiresAt: '2026-11-29T00:00:00Z' };

describe('P-WEB-264 users', () => {
  let service: Served;
  let fixture: ComponentFixture<UsersSection>;
  let page: HTMLElement;
  const asked: string[] = [];

  async function open(role: Role = 'owner'): Promise<void> {
    asked.length = 0;
    const ask = ({ title }: { title: string }): Promise<boolean> => Promise.resolve(asked.push(title) > 0);
    service = serve({ role, providers: [{ provide: Confirm, useValue: { ask } }] });
    fixture = TestBed.createComponent(UsersSection);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    if (role === 'owner') await list([anke, olga]);
  }
  const list = async (items: UserDto[]): Promise<void> => {
    service.request('GET /api/accounts/users').flush({ items, next: null });
    await settled(fixture);
  };
  afterEach(() => service.http.verify());

  it('are added with a link by which they choose a password, shown once', async () => {
    await open();
    await press(fixture, 'Add user');
    await type(fixture, 'user-name', 'Otto');
    await type(fixture, 'user-email', 'otto@example.org');
    [...page.querySelectorAll('form button')]
      .map((each) => each as HTMLButtonElement)
      .at(0)
      ?.click();
    await settled(fixture);
    const request = service.request('POST /api/accounts/users');
    expect(request.request.body).toEqual({ name: 'Otto', email: 'otto@example.org', role: 'viewer' });
    request.flush({ user: { ...anke, name: 'Otto' }, passwordLink });
    await settled(fixture);
    await list([anke, olga]);
    expect(textOf(page.querySelector('sb-once'))).toContain('Give this link to Otto.');
    expect(textOf(page.querySelector('sb-once'))).toContain(passwordLink.url);
    await press(fixture, 'I have kept it');
    expect(page.innerHTML).not.toContain('canary');
  });

  it('change their role at once, and back when the service refuses', async () => {
    await open();
    const select = page.querySelector('select')!;
    expect(select.getAttribute('aria-label')).toBe('Role of Anke');
    select.value = 'owner';
    select.dispatchEvent(new Event('change'));
    await settled(fixture);
    const request = service.request('PATCH /api/accounts/users/u2');
    expect(request.request.body).toEqual({ version: 4, role: 'owner' });
    request.flush(...refusal(409, 'STALE_VERSION'));
    await settled(fixture);
    await list([{ ...anke }, olga]);
    expect(textOf(page.querySelector('sb-problem'))).toContain('STALE_VERSION happened.');
  });

  it('are disabled after a question, and nobody can do that to oneself here', async () => {
    await open();
    expect(page.querySelectorAll('select')).toHaveLength(1);
    expect(buttonOf(page, 'Disable Olga')).toBeUndefined();
    await press(fixture, 'Disable Anke');
    expect(asked).toEqual(['Disable Anke?']);
    service.request('PATCH /api/accounts/users/u2').flush({ ...anke, disabled: true });
    await settled(fixture);
    await list([{ ...anke, disabled: true, version: 5 }, olga]);
    expect(textOf(page)).toContain('disabled: can’t sign in');
    expect(buttonOf(page, 'Enable Anke')).toBeDefined();
  });

  it('are managed by owners alone: others are told so, and nothing is asked', async () => {
    await open('operator');
    expect(textOf(page)).toContain('Only owners manage users');
  });
});
