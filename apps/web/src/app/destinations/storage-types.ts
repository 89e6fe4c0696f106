import { inject, Injectable } from '@angular/core';
import { Api } from '../api/api';
import { listStorageTypes } from '../api/fn/storage/list-storage-types';
import type { DestinationDto } from '../api/models/destination-dto';
import type { StorageTypeDto } from '../api/models/storage-type-dto';
import type { IconName } from '../icons/paths';

/** What kinds of storage this service knows: asked once. */
@Injectable({ providedIn: 'root' })
export class StorageTypes {
  private readonly api = inject(Api);
  private asked: Promise<readonly StorageTypeDto[]> | null = null;

  /** @throws HttpErrorResponse */
  all(): Promise<readonly StorageTypeDto[]> {
    this.asked ??= this.api.invoke(listStorageTypes).then(({ items }) => items);
    // A failed question is asked again by the next one.
    this.asked.catch(() => (this.asked = null));
    return this.asked;
  }
}

/** A drawing for some types; a new one has the common drawing until it gets its own. */
const icons: Readonly<Record<string, IconName>> = {
  local_mapped: 'local',
  s3: 's3',
  nextcloud: 'nextcloud',
  google_drive: 'drive',
  browser_download: 'browser',
};
export const iconOf = (type: string): IconName => icons[type] ?? 'destinations';

/** Where it is, in one value: the first setting that says something, as a folder, a bucket or an address. */
export function placeOf({ config }: DestinationDto, type: StorageTypeDto | undefined): string | null {
  for (const { name, kind } of type?.fields ?? []) {
    const value = config?.[name];
    if (['path', 'url', 'text'].includes(kind) && typeof value === 'string') return value;
  }
  return null;
}
