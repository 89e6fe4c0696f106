import { Component, input, output } from '@angular/core';
import type { PasswordLinkDto } from '../../api/models/password-link-dto';
import type { UserDto } from '../../api/models/user-dto';
import { When } from '../../format/when';
import { Once } from '../once';

/** The link by which a user chooses a password. Its token is in the fragment, which no server's log sees. */
@Component({
  selector: 'sb-password-link',
  imports: [Once, When],
  template: `
    <sb-once [title]="title()" [secret]="link().url" [copyLabel]="copyLabel" (kept)="kept.emit()">
      <ng-container i18n
        >It works once, until <sb-when [at]="link().expiresAt" />. It isn’t shown again; another link makes this one
        void.</ng-container
      >
    </sb-once>
  `,
})
export class PasswordLink {
  readonly user = input.required<Pick<UserDto, 'name'>>();
  readonly link = input.required<PasswordLinkDto>();
  readonly kept = output();
  protected readonly copyLabel = $localize`Copy the link`;

  protected title(): string {
    return $localize`Give this link to ${this.user().name}:name:.`;
  }
}
