import { computed, inject, Injectable, signal } from '@angular/core';
import { FormControl, Validators } from '@angular/forms';
import { Api } from '../../api/api';
import { createDestination } from '../../api/fn/storage/create-destination';
import { listDestinationTests } from '../../api/fn/storage/list-destination-tests';
import { testDestination } from '../../api/fn/storage/test-destination';
import { testSettings } from '../../api/fn/storage/test-settings';
import { updateDestination } from '../../api/fn/storage/update-destination';
import type { ConnectedDto } from '../../api/models/connected-dto';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { Problem } from '../../api/models/problem';
import type { SavedDestinationDto } from '../../api/models/saved-destination-dto';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { changedConfig, configForm } from '../../config-form/config-form';
import { placeServerErrors } from '../../config-form/server-errors';
import { problemOf } from '../../feedback/problem-of';
import type { ShownTest } from '../probe/probe-panel';
import { forPeople, refusedChecks } from '../refused-probe';
import { showGranted } from './granted';
import { secretDates } from './secret-dates';
import { ruleFields, rulesOf } from './rules';

interface Edited {
  readonly type: StorageTypeDto;
  /** Null: a new one. */
  readonly destination: DestinationDto | null;
}

/** What is typed of a destination, its tests, and saving it. One for each form. */
@Injectable()
export class Editor {
  private readonly api = inject(Api);
  private readonly edited = signal<Edited | null>(null);
  /** Counts changes of the settings: a test tells of one of these states. */
  private readonly state = signal(0);
  private readonly testedState = signal(-1);

  readonly name = new FormControl('', { nonNullable: true, validators: Validators.required });
  readonly config = computed(() => {
    const { type, destination } = this.edited() ?? { type: { fields: [] }, destination: null };
    const form = configForm(type.fields, destination?.config ?? null);
    form.valueChanges.subscribe(() => this.state.update((n) => n + 1));
    return form;
  });
  /** What holds beside the settings of its type; it needs no test. */
  readonly rules = computed(() => configForm(ruleFields, rulesOf(this.edited()?.destination ?? null)));
  /** The account that was connected for it and isn't saved yet. */
  readonly connected = signal<ConnectedDto | null>(null);
  /** When the stored secrets were entered, by field. */
  readonly secretDates = signal<Readonly<Record<string, string>>>({});
  readonly test = signal<ShownTest | null>(null);
  readonly isTesting = signal(false);
  readonly testProblem = signal<Problem | null>(null);
  readonly isTestOld = computed(() => this.test() !== null && this.testedState() !== this.state());
  /** New settings, as they are now, have failed their test: they can only be kept paused. */
  readonly mustPause = computed(() => {
    const failed = this.test()?.checks.some(({ status }) => status === 'failed') ?? false;
    return failed && !this.isTestOld() && this.hasNewSettings();
  });
  readonly isSaving = signal(false);
  readonly problem = signal<Problem | null>(null);

  begin(edited: Edited): void {
    this.edited.set(edited);
    this.connected.set(null);
    this.name.reset(edited.destination?.name ?? '');
    this.test.set(null);
    this.testedState.set(-1);
    this.testProblem.set(null);
    this.problem.set(null);
    this.secretDates.set({});
    if (edited.destination !== null) {
      void this.showLastTest(edited.destination.id);
      void this.showDates(edited.destination);
    }
  }

  hasUnsaved(): boolean {
    return this.name.dirty || this.config().dirty || this.rules().dirty;
  }

  /** Names of the settings that can't be sent as they are, in their order. */
  wrongFields(): string[] {
    const fields = this.edited()?.type.fields ?? [];
    return fields.map(({ name }) => name).filter((name) => this.config().controls[name]?.invalid === true);
  }

  /** An account was connected: what it granted is tested at once, as far as the rest is there. */
  async connect(connected: ConnectedDto): Promise<void> {
    const edited = this.edited();
    if (edited === null) return;
    this.connected.set(connected);
    showGranted(edited.type.type, this.config(), connected);
    this.state.update((n) => n + 1);
    await this.testByItself();
  }

  /** As soon as the settings are complete and nobody has tested them yet. */
  async testByItself(): Promise<void> {
    if (this.hasNewSettings() && this.config().valid && this.testedState() !== this.state()) await this.testNow();
  }

  async testNow(): Promise<void> {
    const edited = this.edited();
    if (edited === null || this.isTesting()) return;
    this.config().markAllAsTouched();
    if (this.config().invalid) return;
    const tested = this.state();
    this.isTesting.set(true);
    this.testProblem.set(null);
    try {
      this.test.set(await this.runTest(edited));
      this.testedState.set(tested);
    } catch (error) {
      const problem = problemOf(error);
      if (!this.place(problem)) this.testProblem.set(problem);
    } finally {
      this.isTesting.set(false);
    }
  }

  /** @returns the saved one; null: it wasn't saved, and why is shown */
  async save({ paused }: { paused: boolean }): Promise<SavedDestinationDto | null> {
    const edited = this.edited();
    if (edited === null || this.isSaving()) return null;
    this.isSaving.set(true);
    this.problem.set(null);
    const saving = this.state();
    try {
      const saved = await this.send(edited, paused);
      this.name.markAsPristine();
      this.config().markAsPristine();
      this.rules().markAsPristine();
      this.connected.set(null);
      return saved;
    } catch (error) {
      const problem = problemOf(error);
      const checks = refusedChecks(problem);
      if (checks !== null) {
        this.test.set({ checks });
        this.testedState.set(saving);
      }
      if (!this.place(problem)) this.problem.set(forPeople(problem));
      return null;
    } finally {
      this.isSaving.set(false);
    }
  }

  private hasNewSettings(): boolean {
    this.state();
    const edited = this.edited();
    if (edited === null) return false;
    return edited.destination === null || this.connected() !== null || Object.keys(this.changed(edited)).length > 0;
  }

  /** What is known of it already; without it the panel is empty, and nothing else is missing. */
  private async showLastTest(id: string): Promise<void> {
    const begun = this.state();
    const [last] = await this.api.invoke(listDestinationTests, { id }).then(
      ({ items }) => items,
      () => [],
    );
    if (last === undefined || this.test() !== null || this.edited()?.destination?.id !== id) return;
    this.test.set({ checks: last.checks, lastTested: last.at });
    this.testedState.set(begun);
  }

  /** Without them a stored secret is said to be set, and not when. */
  private async showDates(destination: DestinationDto): Promise<void> {
    const dates = await secretDates(this.api, destination).catch(() => ({}));
    if (this.edited()?.destination === destination) this.secretDates.set(dates);
  }

  private runTest({ type, destination }: Edited): Promise<ShownTest> {
    const config = this.changed({ type, destination });
    if (destination !== null && Object.keys(config).length === 0 && this.connected() === null)
      return this.api.invoke(testDestination, { id: destination.id });
    const of = destination === null ? {} : { destinationId: destination.id };
    return this.api.invoke(testSettings, { body: { type: type.type, config, ...of, ...this.granted() } });
  }

  private send({ type, destination }: Edited, paused: boolean): Promise<SavedDestinationDto> {
    const [name, config] = [this.name.value.trim(), this.changed({ type, destination })];
    const more = { ...changedConfig(ruleFields, this.rules(), rulesOf(destination)), ...this.granted() };
    if (destination === null)
      return this.api.invoke(createDestination, {
        body: { type: type.type, name, config, enabled: !paused, ...more },
      });
    const body = {
      version: destination.version,
      ...(name === destination.name ? {} : { name }),
      ...(Object.keys(config).length === 0 ? {} : { config }),
      ...(paused ? { enabled: false } : {}),
      ...more,
    };
    return this.api.invoke(updateDestination, { id: destination.id, body });
  }

  private changed({ type, destination }: Edited): ReturnType<typeof changedConfig> {
    return changedConfig(type.fields, this.config(), destination?.config ?? null);
  }

  private granted(): { credentialsId?: string } {
    const connected = this.connected();
    return connected === null ? {} : { credentialsId: connected.credentialsId };
  }

  private place(problem: Problem): boolean {
    if (refusedChecks(problem) !== null) return false;
    // Too old, or used up: it is connected once more.
    if (problem.code === 'CREDENTIALS_UNKNOWN') this.connected.set(null);
    return placeServerErrors(problem, (field) =>
      field === 'name' ? this.name : (this.rules().get(field) ?? this.config().get(field.replace(/^config\./, ''))),
    );
  }
}
