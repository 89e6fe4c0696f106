import { Component } from '@angular/core';
import { PasswordCard } from './password-card';
import { ProfileCard } from './profile-card';
import { SessionsCard } from './sessions-card';
import { TotpCard } from './totp/totp-card';

/** One's own account. */
@Component({
  imports: [ProfileCard, PasswordCard, TotpCard, SessionsCard],
  template: `
    <div class="sb-stack">
      <sb-profile-card />
      <sb-password-card />
      <sb-totp-card />
      <sb-sessions-card />
    </div>
  `,
})
export class AccountSection {}
