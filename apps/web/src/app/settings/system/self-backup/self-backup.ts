import { Component, computed, DestroyRef, effect, inject, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../../api/api';
import { getSelfBackup } from '../../../api/fn/system/get-self-backup';
import { runSelfBackup } from '../../../api/fn/system/run-self-backup';
import { updateSelfBackup } from '../../../api/fn/system/update-self-backup';
import type { Problem } from '../../../api/models/problem';
import type { UpdateSelfBackupDto } from '../../../api/models/update-self-backup-dto';
import { ConfigFields } from '../../../config-form/config-fields';
import { changedConfig, configForm } from '../../../config-form/config-form';
import { placeServerErrors } from '../../../config-form/server-errors';
import { Attempt } from '../../../feedback/attempt';
import { CopyButton } from '../../../feedback/copy-button';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { When } from '../../../format/when';
import { live } from '../../../live/live';
import { StateWord } from '../../../states/state-word';
import { PlaceChoice } from './place-choice';
import { restoreCommand } from './restore-command';
import { selfBackupConfig, selfBackupFields } from './self-backup-fields';
import { isUnderWay, selfBackupRow } from './self-backup-row';

/** How far one is, is told by no event: it is asked for while one goes on. Milliseconds. */
const askEveryMs = 3_000;

/** The service's backup of its own records: when, where to, what opens it, and how to put it back. For owners. */
@Component({
  selector: 'sb-self-backup',
  imports: [ConfigFields, CopyButton, Loading, MatButton, PlaceChoice, ProblemPanel, RouterLink, StateWord, When],
  templateUrl: './self-backup.html',
  styleUrls: ['../settings-card.scss', './self-backup.scss'],
  host: { class: 'sb-card' },
})
export class SelfBackup {
  private readonly api = inject(Api);
  protected readonly fields = selfBackupFields;
  protected readonly running = new Attempt();
  protected readonly saving = new Attempt();
  protected readonly said = signal('');
  protected readonly page = live({ by: () => 'all', load: () => this.api.invoke(getSelfBackup) });
  protected readonly config = computed(() => {
    const state = this.page.value();
    return state === undefined ? {} : selfBackupConfig(state);
  });
  /** What is typed stays while the list below is read again. */
  protected readonly form = linkedSignal({
    source: () => JSON.stringify(this.config()),
    computation: () => configForm(selfBackupFields, this.config()),
  });
  protected readonly places = linkedSignal<readonly string[] | null>(() => this.page.value()?.destinationIds ?? null);
  protected readonly isUnderWay = computed(() => this.page.value()?.items.some(isUnderWay) === true);
  protected readonly rows = computed(() => this.page.value()?.items.map(selfBackupRow) ?? []);
  protected readonly command = computed(() => restoreCommand(this.page.value()?.lastSuccess ?? null));
  protected readonly names = computed(() => namesOf(this.page.value()?.destinations ?? []));
  protected readonly keys = computed(() => namesOf(this.page.value()?.recoveryKeys ?? []));

  constructor() {
    let asking: ReturnType<typeof setInterval> | undefined;
    effect(() => {
      clearInterval(asking);
      if (this.isUnderWay()) asking = setInterval(() => this.page.reload(), askEveryMs);
    });
    inject(DestroyRef).onDestroy(() => clearInterval(asking));
  }

  protected async runNow(): Promise<void> {
    await this.running.at(async () => {
      await this.api.invoke(runSelfBackup);
    });
    this.page.reload();
  }

  protected async save(): Promise<void> {
    const form = this.form();
    this.said.set('');
    form.markAllAsTouched();
    if (form.invalid) return;
    const places = this.places();
    const before = this.page.value()?.destinationIds ?? null;
    const moved = JSON.stringify(places) === JSON.stringify(before) ? {} : { destinationIds: places && [...places] };
    const changed = changedConfig(selfBackupFields, form, this.config()) as UpdateSelfBackupDto;
    const isPlaced = (problem: Problem): boolean => placeServerErrors(problem, (field) => form.get(field));
    const isSaved = await this.saving.at(async () => {
      this.page.set(await this.api.invoke(updateSelfBackup, { body: { ...changed, ...moved } }));
    }, isPlaced);
    if (isSaved) this.said.set($localize`Saved.`);
  }
}

const namesOf = (list: readonly { readonly name: string }[]): string =>
  new Intl.ListFormat('en-GB').format(list.map(({ name }) => name));
