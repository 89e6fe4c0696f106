import { signal } from '@angular/core';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { OccurrenceKind } from '../../../api/models/occurrence-kind';

type Kinds = readonly OccurrenceKind[];

/**
 * Boxes that are ticked faster than the service answers: of each channel one request at a time, and what was ticked meanwhile goes with the
 * next one, which knows the version of the last.
 */
export class MatrixSaver {
  private readonly wanted = signal<ReadonlyMap<string, Kinds>>(new Map());
  private readonly running = new Set<string>();

  /** @param send stores it. @param saved is told each state that was stored */
  constructor(
    private readonly send: (channel: ChannelDto, kinds: Kinds) => Promise<ChannelDto>,
    private readonly saved: (channel: ChannelDto) => void,
  ) {}

  /** What the boxes show: what was ticked last, whether it is stored yet or not. */
  kindsOf({ id, kinds }: ChannelDto): Kinds {
    return this.wanted().get(id) ?? kinds;
  }

  isSaving(): boolean {
    return this.wanted().size > 0;
  }

  /** @throws what the request threw; the boxes are as they are stored again */
  async save(channel: ChannelDto, kinds: Kinds): Promise<void> {
    const { id } = channel;
    this.wanted.update((all) => new Map(all).set(id, kinds));
    if (this.running.has(id)) return;
    this.running.add(id);
    try {
      let stored = channel;
      for (let next = this.wanted().get(id); next !== undefined; next = this.after(id, next)) {
        stored = await this.send(stored, next);
        this.saved(stored);
      }
    } finally {
      this.running.delete(id);
      this.forget(id);
    }
  }

  /** What was ticked while that was on its way; undefined: nothing. */
  private after(id: string, sent: Kinds): Kinds | undefined {
    const wanted = this.wanted().get(id);
    return wanted === sent ? undefined : wanted;
  }

  private forget(id: string): void {
    this.wanted.update((all) => new Map([...all].filter(([each]) => each !== id)));
  }
}
