import { inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { listChannelTypes } from '../../api/fn/notifications/list-channel-types';
import { listOccurrenceKinds } from '../../api/fn/notifications/list-occurrence-kinds';
import type { ChannelTypeDto } from '../../api/models/channel-type-dto';
import type { OccurrenceKindDto } from '../../api/models/occurrence-kind-dto';

/** What the service can tell, and how: the same for as long as the page is open, so it is asked once. */
@Injectable({ providedIn: 'root' })
export class ChannelTypes {
  private readonly api = inject(Api);
  private loaded: Promise<readonly ChannelTypeDto[]> | null = null;
  private loadedKinds: Promise<readonly OccurrenceKindDto[]> | null = null;

  all(): Promise<readonly ChannelTypeDto[]> {
    this.loaded ??= this.api.invoke(listChannelTypes).then(({ items }) => items);
    // One that failed is asked for again.
    this.loaded.catch(() => (this.loaded = null));
    return this.loaded;
  }

  kinds(): Promise<readonly OccurrenceKindDto[]> {
    this.loadedKinds ??= this.api.invoke(listOccurrenceKinds).then(({ items }) => items);
    this.loadedKinds.catch(() => (this.loadedKinds = null));
    return this.loadedKinds;
  }
}
