import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api';
import { createPasswordLink } from '../../api/fn/users/create-password-link';
import { listUsers } from '../../api/fn/users/list-users';
import { updateUser } from '../../api/fn/users/update-user';
import type { PasswordLinkDto } from '../../api/models/password-link-dto';
import type { UpdateUserDto } from '../../api/models/update-user-dto';
import type { UserDto } from '../../api/models/user-dto';
import { focusOn } from '../../config-form/form-summary';
import { Attempt } from '../../feedback/attempt';
import { Confirm } from '../../feedback/confirm';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { NewUser } from './new-user';
import { PasswordLink } from './password-link';
import { roleName, roles } from './roles';

/** Who may sign in, and as what. */
@Component({
  imports: [MatButton, Icon, Empty, Loading, ProblemPanel, When, NewUser, PasswordLink],
  templateUrl: './users-section.html',
  styleUrl: '../section.scss',
})
export class UsersSection {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => (this.session.isOwner() ? 'all' : undefined),
    load: () => this.api.invoke(listUsers, { limit: 200 }),
  });
  protected readonly attempt = new Attempt();
  protected readonly isAdding = signal(false);
  /** The link that was just made: it can't be shown again. */
  protected readonly link = signal<{ user: UserDto; link: PasswordLinkDto } | null>(null);
  protected readonly roles = roles;
  protected readonly roleName = roleName;

  protected roleOf({ name }: UserDto): string {
    return $localize`Role of ${name}:name:`;
  }

  /** Back to where it was opened. */
  protected close(): void {
    this.isAdding.set(false);
    this.link.set(null);
    setTimeout(() => focusOn('add-user'));
  }

  protected added(made: { user: UserDto; link: PasswordLinkDto | null }): void {
    this.isAdding.set(false);
    this.link.set(made.link === null ? null : { user: made.user, link: made.link });
    this.page.reload();
  }

  protected setRole(user: UserDto, role: string): Promise<void> {
    const known = roles.find(({ id }) => id === role);
    return known === undefined ? Promise.resolve() : this.update(user, { role: known.id });
  }

  protected async setDisabled(user: UserDto, disabled: boolean): Promise<void> {
    const wanted =
      !disabled ||
      (await this.confirm.ask({
        title: $localize`Disable ${user.name}:name:?`,
        text: $localize`Every session of ${user.email}:email: ends now, and none of the API tokens works any more. Nothing is deleted.`,
        action: $localize`Disable`,
      }));
    if (wanted) await this.update(user, { disabled });
  }

  protected async makeLink(user: UserDto): Promise<void> {
    await this.attempt.at(async () => {
      this.link.set({ user, link: await this.api.invoke(createPasswordLink, { id: user.id }) });
    });
  }

  private async update({ id, version }: UserDto, change: Omit<UpdateUserDto, 'version'>): Promise<void> {
    await this.attempt.at(async () => {
      await this.api.invoke(updateUser, { id, body: { version, ...change } });
    });
    this.page.reload();
  }
}
