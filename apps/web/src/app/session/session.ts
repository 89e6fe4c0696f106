import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../api/api';
import { signIn } from '../api/fn/login/sign-in';
import { signOut } from '../api/fn/login/sign-out';
import { getMe } from '../api/fn/profile/get-me';
import { getSession } from '../api/fn/sessionstate/get-session';
import type { MeDto } from '../api/models/me-dto';
import type { Role } from '../api/models/role';
import type { UserDto } from '../api/models/user-dto';
import { quietly } from './keep-session';

/** Who is signed in, in this tab. The server knows by a cookie that no script can read; the token beside it proves that we are asking. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly me = signal<{ user: UserDto; role: Role } | null>(null);
  private token: string | null = null;
  private asked: Promise<void> | null = null;

  readonly user = computed(() => this.me()?.user ?? null);
  /** Nobody has an account here yet: the first run makes one. */
  readonly isSetupOpen = signal(false);
  /** The service could not be asked who we are. */
  readonly unreachable = signal(false);

  /** Of the service, as it was when the page was loaded; empty: nobody is signed in yet. */
  readonly version = signal('');

  readonly mayOperate = computed(() => this.me() !== null && this.me()?.role !== 'viewer');
  readonly isOwner = computed(() => this.me()?.role === 'owner');

  get xsrfToken(): string | null {
    return this.token;
  }

  /** Asked once, before the first page shows: the first guard and the start of the app wait for the same answer. */
  known(): Promise<void> {
    this.asked ??= this.begin();
    return this.asked;
  }

  async begin(): Promise<void> {
    this.unreachable.set(false);
    try {
      const { me, setupOpen } = await this.api.invoke(getSession);
      if (me !== null) this.know(me);
      this.isSetupOpen.set(setupOpen);
    } catch {
      this.unreachable.set(true);
    }
  }

  /** @throws HttpErrorResponse, as `SIGN_IN_FAILED` */
  async signIn(email: string, password: string, code?: string): Promise<void> {
    const body = { email, password, ...(code === undefined ? {} : { code }) };
    const { user, xsrfToken } = await this.api.invoke(signIn, { body }, quietly());
    this.token = xsrfToken;
    this.me.set({ user, role: user.role });
  }

  async signOut(): Promise<void> {
    await this.api.invoke(signOut);
    this.forget();
  }

  /** The user as the server has it now, as after a change of the name. */
  async load(): Promise<void> {
    this.know(await this.api.invoke(getMe, undefined, quietly()));
  }

  forget(): void {
    this.me.set(null);
    this.token = null;
  }

  private know({ user, role, xsrfToken, version }: MeDto): void {
    this.version.set(version);
    this.token = xsrfToken;
    this.me.set({ user, role });
  }
}
