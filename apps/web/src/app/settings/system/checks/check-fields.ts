import type { CheckSettingsDto } from '../../../api/models/check-settings-dto';
import type { StorageFieldDto } from '../../../api/models/storage-field-dto';
import type { StoredConfig } from '../../../config-form/field-value';
import { ownField } from '../../../config-form/own-field';

/** How stored copies are read again; the limits are those of the service. */
export const checkFields: readonly StorageFieldDto[] = [
  ownField({
    name: 'enabled',
    kind: 'boolean',
    label: $localize`Check stored copies by itself`,
    help: $localize`Each copy is read whole, and every hash compared.`,
    default: true,
  }),
  ownField({
    name: 'everyDays',
    kind: 'integer',
    label: $localize`Each copy once in, days`,
    help: $localize`A copy that was not read for longer is due.`,
    required: true,
    min: 1,
    max: 365,
    when: { field: 'enabled', equals: true },
  }),
  ownField({
    name: 'mostBytesPerDay',
    kind: 'bytes',
    label: $localize`At most a day`,
    help: $localize`Some destinations charge for what is read. Empty: as much as it takes.`,
    example: '100 GB',
    when: { field: 'enabled', equals: true },
  }),
  ownField({
    name: 'bytesPerSecond',
    kind: 'bytes',
    label: $localize`At most a second`,
    help: $localize`So that backups have the line for themselves. Empty: no limit.`,
    example: '20 MB',
    min: 65_536,
    when: { field: 'enabled', equals: true },
  }),
];

/** The same as they are stored, as the form shows them. */
export function checkConfig({
  enabled,
  everyDays,
  mostBytesPerDay,
  bytesPerSecond,
}: CheckSettingsDto): NonNullable<StoredConfig> {
  return {
    enabled,
    everyDays,
    ...(mostBytesPerDay === null ? {} : { mostBytesPerDay }),
    ...(bytesPerSecond === null ? {} : { bytesPerSecond }),
  };
}
