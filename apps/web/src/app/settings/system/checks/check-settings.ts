import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../api/api';
import { getCheckSettings } from '../../../api/fn/backups/get-check-settings';
import { updateCheckSettings } from '../../../api/fn/backups/update-check-settings';
import type { Problem } from '../../../api/models/problem';
import type { UpdateCheckSettingsDto } from '../../../api/models/update-check-settings-dto';
import { ConfigFields } from '../../../config-form/config-fields';
import { changedConfig, configForm } from '../../../config-form/config-form';
import { placeServerErrors } from '../../../config-form/server-errors';
import { Attempt } from '../../../feedback/attempt';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { bytes } from '../../../format/bytes';
import { live } from '../../../live/live';
import { Session } from '../../../session/session';
import { checkConfig, checkFields } from './check-fields';

/** How often stored copies are read again, and how many are due. */
@Component({
  selector: 'sb-check-settings',
  imports: [ConfigFields, Loading, MatButton, ProblemPanel],
  template: `
    <header class="sb-card-head">
      <h3 i18n>Checks of stored copies</h3>
      <p class="hint" role="status">{{ said() }}</p>
    </header>
    @if (page.problem(); as problem) {
      <sb-problem [problem]="problem" [retry]="true" [assertive]="false" (again)="page.reload()" />
    }
    @if (page.value()) {
      <p class="facts">{{ facts() }}</p>
      @if (session.isOwner()) {
        <form (submit)="$event.preventDefault(); save()" novalidate>
          <sb-config-fields [fields]="fields" [form]="form()" [stored]="config()" />
          @if (attempt.problem(); as problem) {
            <sb-problem [problem]="problem" effect="Nothing was saved." i18n-effect />
          }
          <button matButton="outlined" [disabled]="attempt.busy()" disabledInteractive i18n>Save</button>
        </form>
      }
    } @else if (page.problem() === null) {
      <sb-loading />
    }
  `,
  styleUrl: '../settings-card.scss',
  host: { class: 'sb-card' },
})
export class CheckSettings {
  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly fields = checkFields;
  protected readonly attempt = new Attempt();
  protected readonly said = signal('');
  protected readonly page = live({ by: () => 'all', load: () => this.api.invoke(getCheckSettings) });
  protected readonly config = computed(() => {
    const settings = this.page.value();
    return settings === undefined ? {} : checkConfig(settings);
  });
  protected readonly form = computed(() => configForm(checkFields, this.config()));
  protected readonly facts = computed(() => {
    const settings = this.page.value();
    if (settings === undefined) return '';
    const { enabled, copies, due, bytes: all, everyDays } = settings;
    const round = $localize`To read all of them once takes ${bytes(all)}:bytes:.`;
    if (!enabled) return $localize`No copy is read by itself. ${round}:round:`;
    const late = $localize`${due}:due: of ${copies}:count: copies were not read in the last ${everyDays}:days: days.`;
    return `${late} ${round}`;
  });

  protected async save(): Promise<void> {
    const form = this.form();
    this.said.set('');
    form.markAllAsTouched();
    if (form.invalid) return;
    const body = changedConfig(checkFields, form, this.config()) as UpdateCheckSettingsDto;
    const isPlaced = (problem: Problem): boolean => placeServerErrors(problem, (field) => form.get(field));
    const isSaved = await this.attempt.at(async () => {
      this.page.set(await this.api.invoke(updateCheckSettings, { body }));
    }, isPlaced);
    if (isSaved) this.said.set($localize`Saved.`);
  }
}
