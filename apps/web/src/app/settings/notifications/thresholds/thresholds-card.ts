import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../api/api';
import { getNotificationSettings } from '../../../api/fn/notifications/get-notification-settings';
import { updateNotificationSettings } from '../../../api/fn/notifications/update-notification-settings';
import type { Problem } from '../../../api/models/problem';
import type { ThresholdsDto } from '../../../api/models/thresholds-dto';
import { ConfigFields } from '../../../config-form/config-fields';
import { changedConfig, configForm } from '../../../config-form/config-form';
import { placeServerErrors } from '../../../config-form/server-errors';
import { Attempt } from '../../../feedback/attempt';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { live } from '../../../live/live';
import { Session } from '../../../session/session';
import { thresholdFields } from './threshold-fields';

/** From when on something is told, for all channels. */
@Component({
  selector: 'sb-thresholds',
  imports: [ConfigFields, Loading, MatButton, ProblemPanel],
  template: `
    <header class="sb-card-head">
      <h2 i18n>From when on it is told</h2>
      <p class="hint" role="status">{{ said() }}</p>
    </header>
    @if (page.problem(); as problem) {
      <sb-problem [problem]="problem" [retry]="true" [assertive]="false" (again)="page.reload()" />
    }
    @if (page.value()) {
      @if (session.isOwner()) {
        <form (submit)="$event.preventDefault(); save()" novalidate>
          <sb-config-fields [fields]="fields" [form]="form()" [stored]="config()" />
          @if (attempt.problem(); as problem) {
            <sb-problem [problem]="problem" effect="Nothing was saved." i18n-effect />
          }
          <button matButton="outlined" [disabled]="attempt.busy()" disabledInteractive i18n>Save</button>
        </form>
      } @else {
        <dl>
          @for (field of fields; track field.name) {
            <div>
              <dt>
                {{ field.label }}<span class="hint">{{ field.help }}</span>
              </dt>
              <dd>{{ config()[field.name] }}</dd>
            </div>
          }
        </dl>
      }
    } @else if (page.problem() === null) {
      <sb-loading />
    }
  `,
  styles: `
    form {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: 16px;
      padding: 8px 16px 16px;
    }
    sb-config-fields,
    sb-problem {
      align-self: stretch;
    }
    dl > div {
      display: flex;
      justify-content: space-between;
      gap: 16px;
      padding: 8px 16px;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
    }
    dt > span {
      display: block;
    }
    :host > sb-problem {
      display: block;
      padding: 0 16px 16px;
    }
  `,
  host: { class: 'sb-card' },
})
export class ThresholdsCard {
  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly fields = thresholdFields;
  protected readonly attempt = new Attempt();
  protected readonly said = signal('');
  protected readonly page = live({ by: () => 'all', load: () => this.api.invoke(getNotificationSettings) });
  protected readonly config = computed((): Readonly<Record<string, number>> => ({ ...this.page.value() }));
  protected readonly form = computed(() => configForm(thresholdFields, this.config()));

  protected async save(): Promise<void> {
    const form = this.form();
    this.said.set('');
    form.markAllAsTouched();
    if (form.invalid) return;
    const body = changedConfig(thresholdFields, form, this.config()) as Partial<ThresholdsDto>;
    const isPlaced = (problem: Problem): boolean => placeServerErrors(problem, (field) => form.get(field));
    const isSaved = await this.attempt.at(async () => {
      this.page.set(await this.api.invoke(updateNotificationSettings, { body }));
    }, isPlaced);
    if (isSaved) this.said.set($localize`Saved.`);
  }
}
