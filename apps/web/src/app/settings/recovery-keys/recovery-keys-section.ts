import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api';
import { listProjects } from '../../api/fn/projects/list-projects';
import { deleteRecoveryKey } from '../../api/fn/recovery-keys/delete-recovery-key';
import { listRecoveryKeys } from '../../api/fn/recovery-keys/list-recovery-keys';
import { updateRecoveryKey } from '../../api/fn/recovery-keys/update-recovery-key';
import type { RecoveryKeyDto } from '../../api/models/recovery-key-dto';
import { Attempt } from '../../feedback/attempt';
import { Confirm } from '../../feedback/confirm';
import { Empty } from '../../feedback/empty';
import { focusHeading } from '../../feedback/focus-here';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { short } from '../../recovery-keys/recovery-key-maker';
import { Session } from '../../session/session';
import { StateMark } from '../../states/state-mark';
import { AddKey } from './add-key';
import { ProveKey } from './prove-key';

/** What backups are encrypted to: the public halves. The private ones are with their owners alone. */
@Component({
  imports: [MatButton, Icon, Empty, Loading, ProblemPanel, When, StateMark, AddKey, ProveKey],
  templateUrl: './recovery-keys-section.html',
  styleUrls: ['../section.scss', './recovery-keys-section.scss'],
})
export class RecoveryKeysSection {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly session = inject(Session);
  protected readonly page = live({ by: () => 'all', load: () => this.api.invoke(listRecoveryKeys, { limit: 200 }) });
  // For the names of projects that have keys of their own.
  private readonly projects = live({ by: () => 'all', load: () => this.api.invoke(listProjects, { limit: 200 }) });
  private readonly names = computed(
    () => new Map((this.projects.value()?.items ?? []).map(({ id, name }) => [id, name])),
  );
  protected readonly attempt = new Attempt();
  protected readonly isAdding = signal(false);
  protected readonly proving = signal<string | null>(null);
  protected readonly isPlain = computed(() => this.page.value()?.items.every(({ used }) => !used) === true);
  protected readonly short = short;

  protected scopeOf({ projectId }: RecoveryKeyDto): string {
    if (projectId === null) return $localize`all projects without a key of their own`;
    return this.names().get(projectId) ?? $localize`one project`;
  }

  protected end(): void {
    this.isAdding.set(false);
    this.proving.set(null);
    this.page.reload();
    setTimeout(() => focusHeading('#recovery-keys'));
  }

  protected async setEnabled({ id }: RecoveryKeyDto, enabled: boolean): Promise<void> {
    await this.attempt.at(async () => {
      await this.api.invoke(updateRecoveryKey, { id, body: { enabled } });
    });
    this.page.reload();
  }

  protected async delete({ id, name, used, status }: RecoveryKeyDto): Promise<void> {
    const others = this.page.value()?.items.some((other) => other.used && other.id !== id) === true;
    const text =
      status === 'unproven'
        ? $localize`Nothing was ever encrypted to it.`
        : $localize`Backups that are encrypted to it can still be opened with its private key, and only with that: keep its file.`;
    const wanted = await this.confirm.ask({
      title: $localize`Delete “${name}:name:”?`,
      text: used && !others ? $localize`${text}:what: New backups will not be encrypted any more.` : text,
      action: $localize`Delete key`,
      ...(status === 'unproven' ? {} : { typed: name }),
    });
    if (!wanted) return;
    if (await this.attempt.at(() => this.api.invoke(deleteRecoveryKey, { id }))) focusHeading('#recovery-keys');
    this.page.reload();
  }
}
