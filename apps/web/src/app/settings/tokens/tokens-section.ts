import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api';
import { listTokens } from '../../api/fn/tokens/list-tokens';
import { revokeToken } from '../../api/fn/tokens/revoke-token';
import { listUsers } from '../../api/fn/users/list-users';
import type { ApiTokenDto } from '../../api/models/api-token-dto';
import type { CreatedTokenDto } from '../../api/models/created-token-dto';
import { focusOn } from '../../config-form/form-summary';
import { Attempt } from '../../feedback/attempt';
import { Confirm } from '../../feedback/confirm';
import { Empty } from '../../feedback/empty';
import { focusHeading } from '../../feedback/focus-here';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { Clock } from '../../live/clock';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { Once } from '../once';
import { NewToken } from './new-token';
import { TokenTable } from './token-table';

/** Keys for programs: one's own; owners see everybody's. */
@Component({
  imports: [MatButton, Icon, Empty, Loading, ProblemPanel, NewToken, Once, TokenTable],
  templateUrl: './tokens-section.html',
  styleUrl: '../section.scss',
})
export class TokensSection {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly clock = inject(Clock);
  protected readonly session = inject(Session);
  protected readonly page = live({ by: () => 'all', load: () => this.api.invoke(listTokens, { limit: 200 }) });
  // Only for the names beside the tokens of others.
  private readonly users = live({
    by: () => (this.session.isOwner() ? 'all' : undefined),
    load: () => this.api.invoke(listUsers, { limit: 200 }),
  });
  protected readonly attempt = new Attempt();
  protected readonly isAdding = signal(false);
  protected readonly made = signal<CreatedTokenDto | null>(null);
  protected readonly copyLabel = $localize`Copy the token`;
  protected readonly title = computed(() => $localize`The token ${this.made()?.token.name ?? ''}:name: is made.`);
  protected readonly names = computed(
    () => new Map((this.users.value()?.items ?? []).map(({ id, email }) => [id, email])),
  );
  protected readonly working = computed(() => this.page.value()?.items.filter((token) => this.works(token)) ?? []);
  protected readonly past = computed(() => this.page.value()?.items.filter((token) => !this.works(token)) ?? []);

  protected readonly pastText = computed(() => {
    const count = this.past().length;
    return count === 1 ? $localize`1 revoked or expired token` : $localize`${count}:count: revoked or expired tokens`;
  });

  /** Back to where it was opened. */
  protected close(): void {
    this.isAdding.set(false);
    this.made.set(null);
    setTimeout(() => focusOn('add-token'));
  }

  protected show(made: CreatedTokenDto): void {
    this.made.set(made);
    this.isAdding.set(false);
    this.page.reload();
  }

  protected async revoke({ id, name, prefix }: ApiTokenDto): Promise<void> {
    const wanted = await this.confirm.ask({
      title: $localize`Revoke the API token ${name}:name:?`,
      text: $localize`Whatever program uses ${prefix}:prefix:… is refused from now on. It can’t be brought back.`,
      action: $localize`Revoke`,
    });
    if (!wanted) return;
    if (await this.attempt.at(() => this.api.invoke(revokeToken, { id }))) focusHeading('#tokens');
    if (this.made()?.token.id === id) this.made.set(null);
    this.page.reload();
  }

  private works({ revokedAt, expiresAt }: ApiTokenDto): boolean {
    return revokedAt === null && (expiresAt === null || new Date(expiresAt) > this.clock.minute());
  }
}
