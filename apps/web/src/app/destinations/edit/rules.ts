import type { DestinationDto } from '../../api/models/destination-dto';
import type { StorageFieldDto } from '../../api/models/storage-field-dto';
import type { StoredConfig } from '../../config-form/field-value';
import { ownField } from '../../config-form/own-field';

const group = $localize`How Stowbase uses it`;

/** What holds for a destination of any type: fields of the destination itself, beside those of its type. */
export const ruleFields: readonly StorageFieldDto[] = [
  ownField({
    group,
    name: 'bandwidthLimit',
    kind: 'bytes',
    label: $localize`Bandwidth limit a second`,
    help: $localize`All backups and copies together. The slowest destination sets the pace of a run.`,
    example: '20 MB',
    min: 16_384,
  }),
  ownField({
    group,
    name: 'keepsEverything',
    kind: 'boolean',
    label: $localize`Never delete there`,
    help: $localize`No-delete mode: retention is off, and the rules of the store decide what goes.`,
    default: false,
  }),
];

/** The same of a destination, as the form shows them. */
export function rulesOf(destination: DestinationDto | null): StoredConfig {
  if (destination === null) return null;
  const { bandwidthLimit, keepsEverything } = destination;
  return { keepsEverything, ...(bandwidthLimit === null ? {} : { bandwidthLimit }) };
}
