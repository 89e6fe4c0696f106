import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ApiTokenDto } from '../../api/models/api-token-dto';
import { When } from '../../format/when';
import { Session } from '../../session/session';
import { roleName } from '../users/roles';

/** Tokens, those of others with their maker. */
@Component({
  selector: 'sb-token-table',
  imports: [MatButton, When],
  templateUrl: './token-table.html',
  styles: `
    div {
      display: flex;
      flex-direction: column;
      min-width: 0;
    }
  `,
})
export class TokenTable {
  readonly tokens = input.required<readonly ApiTokenDto[]>();
  /** E-mail addresses by id. */
  readonly names = input<ReadonlyMap<string, string>>(new Map());
  readonly busy = input(false);
  readonly revoke = output<ApiTokenDto>();

  private readonly session = inject(Session);
  protected readonly roleName = roleName;

  protected maker({ userId }: ApiTokenDto): string {
    return userId === this.session.user()?.id ? $localize`you` : (this.names().get(userId) ?? $localize`another user`);
  }
}
