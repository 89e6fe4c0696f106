import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { testDestination } from '../../api/fn/storage/test-destination';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { Problem } from '../../api/models/problem';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { focusHeading } from '../../feedback/focus-here';
import { problemOf } from '../../feedback/problem-of';
import { ProblemPanel } from '../../feedback/problem-panel';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { Session } from '../../session/session';
import { StateWord } from '../../states/state-word';
import { DestinationActions } from '../destination-actions';
import { failedInUse, stateOf, wordOf } from '../destination-state';
import { verdictOf } from '../probe/shown-probe';
import { iconOf, placeOf } from '../storage-types';
import { needsSignIn } from '../trouble/needs-sign-in';
import { UsedBy } from '../used-by';
import { DestinationSpace } from './destination-space';

/** One destination: how it is, how much lies there, and what can be done with it. */
@Component({
  selector: 'sb-destination-card',
  imports: [
    MatButton,
    MatIconButton,
    MatMenuModule,
    RouterLink,
    Icon,
    StateWord,
    When,
    ProblemPanel,
    UsedBy,
    DestinationSpace,
  ],
  templateUrl: './destination-card.html',
  styleUrl: './destination-card.scss',
  host: { class: 'sb-card', '[class]': '"tone-" + word().tone' },
})
export class DestinationCard {
  readonly destination = input.required<DestinationDto>();
  readonly type = input<StorageTypeDto>();

  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  private readonly actions = inject(DestinationActions);
  protected readonly word = computed(() => wordOf(this.destination()));
  protected readonly needsSignIn = computed(() => needsSignIn(this.destination()));
  protected readonly isFull = computed(() => stateOf(this.destination()) === 'full');
  protected readonly failedInUse = computed(() => failedInUse(this.destination()));
  protected readonly icon = computed(() => iconOf(this.destination().type));
  protected readonly where = computed(() => {
    const [destination, type] = [this.destination(), this.type()];
    return [type?.title ?? destination.type, placeOf(destination, type)].filter((part) => part !== null).join(' · ');
  });
  protected readonly isChangeable = computed(() => this.session.isOwner() && this.destination().origin === 'ui');
  protected readonly moreLabel = computed(() => $localize`More of ${this.destination().name}:name:`);
  protected readonly isTesting = signal(false);
  /** Said aloud when a test has ended; the card itself follows by the event. */
  protected readonly said = signal('');
  protected readonly problem = signal<Problem | null>(null);

  protected async setEnabled(enabled: boolean): Promise<void> {
    this.problem.set(null);
    this.problem.set(await this.actions.setEnabled(this.destination(), enabled));
  }

  protected async delete(): Promise<void> {
    // The card goes, and with it what had the focus.
    if (await this.actions.delete(this.destination())) focusHeading();
  }

  protected async test(): Promise<void> {
    const { id, name } = this.destination();
    this.isTesting.set(true);
    this.problem.set(null);
    try {
      const { checks } = await this.api.invoke(testDestination, { id });
      this.said.set($localize`Probe of ${name}:name:: ${verdictOf(checks).text}:verdict:`);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isTesting.set(false);
    }
  }
}
