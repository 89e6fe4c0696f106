import { computed, inject, Injectable, signal } from '@angular/core';
import { FormControl, FormGroup, Validators, type AbstractControl, type ValidationErrors } from '@angular/forms';
import { Api } from '../../../api/api';
import { createChannel } from '../../../api/fn/notifications/create-channel';
import { testChannel } from '../../../api/fn/notifications/test-channel';
import { testChannelSettings } from '../../../api/fn/notifications/test-channel-settings';
import { updateChannel } from '../../../api/fn/notifications/update-channel';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { ChannelTestDto } from '../../../api/models/channel-test-dto';
import type { ChannelTypeDto } from '../../../api/models/channel-type-dto';
import type { DigestRhythm } from '../../../api/models/digest-rhythm';
import type { Problem } from '../../../api/models/problem';
import type { SavedChannelDto } from '../../../api/models/saved-channel-dto';
import { changedConfig, configForm } from '../../../config-form/config-form';
import { placeServerErrors } from '../../../config-form/server-errors';
import { secretDates } from '../../../destinations/edit/secret-dates';
import { Attempt } from '../../../feedback/attempt';
import { viewerZone } from '../../../format/moment';
import { isZone } from '../../../schedules/zone/zones';

interface Edited {
  readonly type: ChannelTypeDto;
  /** Null: a new one. */
  readonly channel: ChannelDto | null;
}

const zone = ({ value }: AbstractControl<string>): ValidationErrors | null =>
  isZone(value) ? null : { problem: $localize`Zone must be one of the list, like Europe/Berlin.` };

/** What is typed of a channel, its test, and saving it. One for each form. */
@Injectable()
export class ChannelEditor {
  private readonly api = inject(Api);
  private readonly edited = signal<Edited | null>(null);
  /** Counts changes of the settings: a test tells of one of these states. */
  private readonly state = signal(0);
  private readonly testedState = signal(-1);

  readonly config = computed(() => {
    const { type, channel } = this.edited() ?? { type: { fields: [] }, channel: null };
    const form = configForm(type.fields, channel?.config ?? null);
    form.valueChanges.subscribe(() => this.state.update((n) => n + 1));
    return form;
  });
  readonly form = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: Validators.required }),
    /** Null: all. */
    projectIds: new FormControl<readonly string[] | null>(null),
    rhythm: new FormControl<DigestRhythm>('off', { nonNullable: true }),
    hour: new FormControl(8, { nonNullable: true }),
    weekday: new FormControl(1, { nonNullable: true }),
    timeZone: new FormControl(viewerZone(), { nonNullable: true, validators: zone }),
  });
  /** When the stored secrets were entered, by field. */
  readonly secretDates = signal<Readonly<Record<string, string>>>({});
  readonly test = signal<ChannelTestDto | null>(null);
  readonly isTestOld = computed(() => this.test() !== null && this.testedState() !== this.state());
  readonly testing = new Attempt();
  readonly saving = new Attempt();

  begin(edited: Edited): void {
    const { channel } = edited;
    this.edited.set(edited);
    this.form.reset({
      name: channel?.name ?? '',
      projectIds: channel?.projectIds ?? null,
      rhythm: channel?.digest.rhythm ?? 'off',
      hour: channel?.digest.hour ?? 8,
      weekday: channel?.digest.weekday ?? 1,
      timeZone: channel?.timeZone ?? viewerZone(),
    });
    this.test.set(null);
    this.testedState.set(-1);
    this.testing.problem.set(null);
    this.saving.problem.set(null);
    this.secretDates.set({});
    if (channel !== null) void this.showDates(channel);
  }

  hasUnsaved(): boolean {
    return this.form.dirty || this.config().dirty;
  }

  /** With the settings as they are typed; nothing is stored by it. */
  async sendTest(): Promise<void> {
    const edited = this.edited();
    if (edited === null) return;
    this.config().markAllAsTouched();
    if (this.config().invalid) return;
    const tested = this.state();
    this.test.set(null);
    const isPlaced = (problem: Problem): boolean => this.place(problem);
    await this.testing.at(async () => {
      this.test.set(await this.runTest(edited));
      this.testedState.set(tested);
    }, isPlaced);
  }

  /** @returns the saved one; null: it wasn't saved, and why is shown */
  async save(): Promise<SavedChannelDto | null> {
    const edited = this.edited();
    if (edited === null) return null;
    let saved: SavedChannelDto | null = null;
    await this.saving.at(
      async () => void (saved = await this.send(edited)),
      (problem) => this.place(problem),
    );
    if (saved !== null) {
      this.form.markAsPristine();
      this.config().markAsPristine();
    }
    return saved;
  }

  private runTest({ type, channel }: Edited): Promise<ChannelTestDto> {
    const config = changedConfig(type.fields, this.config(), channel?.config ?? null);
    if (channel !== null && Object.keys(config).length === 0) return this.api.invoke(testChannel, { id: channel.id });
    const of = channel === null ? {} : { channelId: channel.id };
    return this.api.invoke(testChannelSettings, { body: { type: type.type, config, ...of } });
  }

  private send({ type, channel }: Edited): Promise<SavedChannelDto> {
    const { name, projectIds, rhythm, hour, weekday, timeZone } = this.form.getRawValue();
    const config = changedConfig(type.fields, this.config(), channel?.config ?? null);
    const common = {
      name: name.trim(),
      projectIds: projectIds === null ? null : [...projectIds],
      digest: { rhythm, hour, weekday },
      timeZone,
    };
    if (channel === null) return this.api.invoke(createChannel, { body: { type: type.type, config, ...common } });
    const settings = Object.keys(config).length === 0 ? {} : { config };
    return this.api.invoke(updateChannel, {
      id: channel.id,
      body: { version: channel.version, ...changesOf(channel, common), ...settings },
    });
  }

  /** Without them a stored secret is said to be set, and not when. */
  private async showDates(channel: ChannelDto): Promise<void> {
    const dates = await secretDates(this.api, channel, 'channel').catch(() => ({}));
    if (this.edited()?.channel === channel) this.secretDates.set(dates);
  }

  private place(problem: Problem): boolean {
    return placeServerErrors(problem, (field) => {
      const own = field.replace(/^digest\./, '').replace(/^(projectIds)\[.*$/, '$1');
      return this.form.get(own) ?? this.config().get(field.replace(/^config\./, ''));
    });
  }
}

/** Only what is another now: what somebody else has changed meanwhile is not set back by a version that is the same. */
function changesOf<T extends object>(channel: ChannelDto, common: T): Partial<T> {
  const before = channel as unknown as Readonly<Record<string, unknown>>;
  const changed = Object.entries(common).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed) as Partial<T>;
}
