import { Component, computed, effect, inject, input, linkedSignal, signal, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { getDestination } from '../../api/fn/storage/get-destination';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { Problem } from '../../api/models/problem';
import type { SavedDestinationDto } from '../../api/models/saved-destination-dto';
import { warnBeforeUnload, type HasUnsaved } from '../../feedback/keep-unsaved';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { PageTitle } from '../../shell/page-title';
import { StateWord } from '../../states/state-word';
import { DestinationSpace } from '../card/destination-space';
import { DestinationActions } from '../destination-actions';
import { wordOf } from '../destination-state';
import { ImportCard } from '../import/import-card';
import { ProbeHistory } from '../probe/probe-history';
import { noDeleteText } from '../no-delete';
import { StorageTypes } from '../storage-types';
import { needsSignIn } from '../trouble/needs-sign-in';
import { TroublePanel } from '../trouble/trouble-panel';
import { UsedBy } from '../used-by';
import { DestinationForm } from './destination-form';
import { savedText } from './saved-text';
import { SettingsList } from './settings-list';
import { Said } from '../../feedback/said';

/** One destination: its facts, its settings and its probes. */
@Component({
  imports: [
    MatButton,
    RouterLink,
    Icon,
    Loading,
    ProblemPanel,
    When,
    StateWord,
    DestinationSpace,
    UsedBy,
    DestinationForm,
    ImportCard,
    SettingsList,
    ProbeHistory,
    TroublePanel,
  ],
  templateUrl: './destination-page.html',
  styleUrl: './edit-page.scss',
})
export class DestinationPage implements HasUnsaved {
  /** Of the address. */
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly said = inject(Said);
  private readonly types = inject(StorageTypes);
  private readonly actions = inject(DestinationActions);
  private readonly form = viewChild(DestinationForm);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => this.id(),
    load: async (id) => {
      const [destination, types] = await Promise.all([this.api.invoke(getDestination, { id }), this.types.all()]);
      return { destination, type: types.find(({ type }) => type === destination.type) };
    },
    reloadOn: ({ type, id }, shown) => type === 'destination.changed' && id === shown,
  });
  protected readonly destination = computed(() => this.page.value()?.destination);
  /** One element from the beginning: its focus stays when the name arrives. */
  protected readonly heading = computed(() => this.destination()?.name ?? $localize`Destination`);
  protected readonly word = computed(() => {
    const destination = this.destination();
    return destination === undefined ? null : wordOf(destination);
  });
  protected readonly isChangeable = computed(() => {
    const destination = this.destination();
    return this.session.isOwner() && destination?.origin === 'ui' && !destination.closing;
  });
  /** What the form is about: it stays while somebody types, whatever happens to the destination meanwhile. */
  protected readonly edited = linkedSignal<DestinationDto | undefined, DestinationDto | undefined>({
    source: this.destination,
    computation: (now, before) => {
      const kept = before?.value;
      if (kept === undefined || kept.id !== now?.id) return now;
      return kept.version === now.version || untracked(() => this.hasUnsaved()) ? kept : now;
    },
  });
  protected readonly needsSignIn = needsSignIn;
  protected readonly noDeleteText = noDeleteText;
  protected readonly problem = signal<Problem | null>(null);
  protected readonly isSwitching = signal(false);

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
    const title = inject(PageTitle);
    effect(() => {
      const destination = this.destination();
      if (destination !== undefined) title.set(destination.name, this.word()?.word);
    });
  }

  hasUnsaved(): boolean {
    return this.form()?.hasUnsaved() ?? false;
  }

  protected tell(saved: SavedDestinationDto): void {
    void this.said.say(savedText(saved));
    this.page.reload();
  }

  protected loadAgain(): void {
    this.edited.set(undefined);
    this.page.reload();
  }

  protected async setEnabled(destination: DestinationDto, enabled: boolean): Promise<void> {
    this.isSwitching.set(true);
    this.problem.set(await this.actions.setEnabled(destination, enabled));
    this.isSwitching.set(false);
    this.page.reload();
  }

  /** For who can't change it; what it found is the newest of its probes. */
  protected async test({ id }: DestinationDto): Promise<void> {
    this.isSwitching.set(true);
    this.problem.set(await this.actions.test(id));
    this.isSwitching.set(false);
    this.page.reload();
  }

  protected async delete(destination: DestinationDto): Promise<void> {
    if (await this.actions.delete(destination)) await this.router.navigateByUrl('/destinations');
  }
}
