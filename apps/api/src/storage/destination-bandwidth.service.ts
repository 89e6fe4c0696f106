import { Inject, Injectable, Optional } from '@nestjs/common';
import { Bandwidth, withBandwidthLimit, type BandwidthClock, type Storage } from '@stowbase/storage';
import type { Destination } from './destination.entity';

/** DI token of the clock that limits wait by; left out: the real one. */
export const BANDWIDTH_CLOCK = Symbol('BANDWIDTH_CLOCK');

type Limited = Pick<Destination, 'id' | 'bandwidthLimit'>;

/** The limit of each destination of this process: one for all that goes there, however many runs and copies that are. */
@Injectable()
export class DestinationBandwidth {
  private readonly limits = new Map<string, Bandwidth>();

  constructor(@Optional() @Inject(BANDWIDTH_CLOCK) private readonly clock?: BandwidthClock) {}

  limited(destination: Limited, storage: Storage): Storage {
    if (destination.bandwidthLimit === null) return storage;
    const limit = this.limits.get(destination.id) ?? new Bandwidth(destination.bandwidthLimit, this.clock);
    this.limits.set(destination.id, limit);
    this.changed(destination);
    return withBandwidthLimit(storage, limit);
  }

  /** Holds for what is under way too; one that was taken away lets it go on as fast as it can. */
  changed({ id, bandwidthLimit }: Limited): void {
    const limit = this.limits.get(id);
    if (limit !== undefined) limit.bytesPerSecond = bandwidthLimit ?? Number.MAX_SAFE_INTEGER;
  }
}
