import type { SelfBackupStateDto } from '../../../api/models/self-backup-state-dto';
import type { StorageFieldDto } from '../../../api/models/storage-field-dto';
import type { StoredConfig } from '../../../config-form/field-value';
import { ownField } from '../../../config-form/own-field';

/** How the service backs up its own records; the limits are those of the service. */
export const selfBackupFields: readonly StorageFieldDto[] = [
  ownField({
    name: 'enabled',
    kind: 'boolean',
    label: $localize`Back up its own records`,
    help: $localize`Each day, and soon after settings were changed.`,
    default: true,
  }),
  ownField({
    name: 'keep',
    kind: 'integer',
    label: $localize`Keep the newest`,
    help: $localize`So many stay at each destination.`,
    required: true,
    min: 1,
    max: 1_000,
  }),
  ownField({
    name: 'allowUnencrypted',
    kind: 'boolean',
    label: $localize`Also without a recovery key`,
    help: $localize`Then names and addresses are readable there, and the key of the service is not inside.`,
    default: false,
  }),
];

export function selfBackupConfig({ enabled, keep, allowUnencrypted }: SelfBackupStateDto): NonNullable<StoredConfig> {
  return { enabled, keep, allowUnencrypted };
}
