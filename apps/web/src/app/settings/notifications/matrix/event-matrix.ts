import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { Api } from '../../../api/api';
import { updateChannel } from '../../../api/fn/notifications/update-channel';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { OccurrenceKindDto } from '../../../api/models/occurrence-kind-dto';
import type { Problem } from '../../../api/models/problem';
import { problemOf } from '../../../feedback/problem-of';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { Icon } from '../../../icons/icon';
import { Session } from '../../../session/session';
import { MatrixSaver } from './matrix-saver';

/** What is told where: a row for each event, a column for each channel. A tick is stored at once. */
@Component({
  selector: 'sb-event-matrix',
  imports: [Icon, MatButton, MatCheckbox, ProblemPanel],
  templateUrl: './event-matrix.html',
  styleUrl: './event-matrix.scss',
  host: { class: 'sb-card' },
})
export class EventMatrix {
  readonly channels = input.required<readonly ChannelDto[]>();
  readonly kinds = input.required<readonly OccurrenceKindDto[]>();
  /** A channel as it is stored now. */
  readonly saved = output<ChannelDto>();
  /** Somebody else has changed a channel meanwhile. */
  readonly outdated = output();

  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly said = signal('');
  protected readonly saver = new MatrixSaver(
    ({ id, version }, kinds) => this.api.invoke(updateChannel, { id, body: { version, kinds: [...kinds] } }),
    (channel) => this.saved.emit(channel),
  );
  protected readonly groups = computed(() => {
    const names = [...new Set(this.kinds().map(({ group }) => group))];
    return names.map((name) => ({ name, kinds: this.kinds().filter(({ group }) => group === name) }));
  });
  private readonly defaults = computed(() => this.kinds().flatMap(({ kind, byDefault }) => (byDefault ? [kind] : [])));
  protected readonly isDefault = computed(() =>
    this.channels().every((channel) => {
      const kinds = this.saver.kindsOf(channel);
      return kinds.length === this.defaults().length && this.defaults().every((kind) => kinds.includes(kind));
    }),
  );

  protected isTold({ kind }: OccurrenceKindDto, channel: ChannelDto): boolean {
    return this.saver.kindsOf(channel).includes(kind);
  }

  protected labelOf({ title }: OccurrenceKindDto, { name }: ChannelDto): string {
    return $localize`${title}:event:: tell ${name}:channel:`;
  }

  protected isFailing({ enabled, lastDelivery }: ChannelDto): boolean {
    return enabled && lastDelivery?.state === 'not_delivered';
  }

  protected async toggle({ kind }: OccurrenceKindDto, channel: ChannelDto, told: boolean): Promise<void> {
    const others = this.saver.kindsOf(channel).filter((each) => each !== kind);
    await this.save(channel, told ? [...others, kind] : others);
  }

  protected async backToDefaults(): Promise<void> {
    await Promise.all(this.channels().map((channel) => this.save(channel, this.defaults())));
  }

  private async save(channel: ChannelDto, kinds: ChannelDto['kinds']): Promise<void> {
    this.problem.set(null);
    this.said.set('');
    try {
      await this.saver.save(channel, kinds);
      if (!this.saver.isSaving() && this.problem() === null) this.said.set($localize`Saved.`);
    } catch (error) {
      this.problem.set(problemOf(error));
      this.outdated.emit();
    }
  }
}
