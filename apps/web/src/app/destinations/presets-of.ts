import type { StorageTypeDto } from '../api/models/storage-type-dto';
import type { Preset } from '../config-form/presets/preset';

/** Providers of a type of storage that many use. */
export const presetsOf = (type: StorageTypeDto): readonly Preset[] =>
  (type as StorageTypeDto & { readonly presets?: readonly Preset[] }).presets ?? [];
