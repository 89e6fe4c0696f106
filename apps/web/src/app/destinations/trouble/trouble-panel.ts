import { Component, computed, inject, input, output } from '@angular/core';
import { Api } from '../../api/api';
import { updateDestination } from '../../api/fn/storage/update-destination';
import type { ConnectedDto } from '../../api/models/connected-dto';
import type { DestinationDto } from '../../api/models/destination-dto';
import { Attempt } from '../../feedback/attempt';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Said } from '../../feedback/said';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { ConnectAccount } from '../edit/connect-account';
import { forPeople } from '../refused-probe';
import { needsSignIn } from './needs-sign-in';

/** What is wrong with a destination, what that means, and the one thing to do; a sign-in that has ended is made again right here. */
@Component({
  selector: 'sb-destination-trouble',
  imports: [Icon, ProblemPanel, When, ConnectAccount],
  template: `
    @if (destination().problem; as problem) {
      <section class="sb-panel tone-bad" [attr.aria-label]="title()">
        <sb-icon name="error" />
        <div>
          <h2>{{ title() }}</h2>
          <p>{{ problem.text }} {{ problem.nextStep }}</p>
          <p class="quiet" i18n>
            Backups go on to the other destinations; copies that lie here already are untouched. Since
            <sb-when [at]="problem.at" />.
          </p>
          <p class="mono">{{ problem.code }}</p>
          @if (canSignIn()) {
            @if (attempt.busy()) {
              <p role="status" i18n>Signed in. Testing and saving…</p>
            }
            <sb-connect-account
              [type]="destination().type"
              [values]="destination().config ?? {}"
              [destinationId]="destination().id"
              (connected)="save($event)"
            />
          }
          @if (attempt.problem(); as shown) {
            <sb-problem [problem]="forPeople(shown)" />
          }
        </div>
      </section>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    .sb-panel {
      --sb-ground: var(--sb-tone-box);
    }
    h2 {
      font-size: 14px;
      line-height: 20px;
    }
    div {
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
  `,
})
export class TroublePanel {
  readonly destination = input.required<DestinationDto>();
  /** Whether whoever looks may change it. */
  readonly changeable = input(false);
  readonly mended = output();

  private readonly api = inject(Api);
  private readonly said = inject(Said);
  protected readonly attempt = new Attempt();
  protected readonly forPeople = forPeople;
  protected readonly needsSignIn = computed(() => needsSignIn(this.destination()));
  protected readonly canSignIn = computed(() => this.needsSignIn() && this.changeable());
  protected readonly title = computed(() => {
    const { name } = this.destination();
    return this.needsSignIn() ? $localize`${name}:name: needs a new sign-in` : $localize`${name}:name: has a problem`;
  });

  protected async save({ credentialsId }: ConnectedDto): Promise<void> {
    const { id, version, name } = this.destination();
    const isDone = await this.attempt.at(async () => {
      await this.api.invoke(updateDestination, { id, body: { version, credentialsId } });
    });
    if (!isDone) return;
    void this.said.say($localize`${name}:name: is signed in again.`);
    this.mended.emit();
  }
}
